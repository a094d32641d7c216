"""New revisions while shoppers write."""

import threading
import time
from collections import Counter
from typing import Self

import httpx

from tests.e2e.cluster_shop import ClusterShop
from tests.e2e.kubectl import get, until
from tests.journeys.meta_posts import shopper_text, signature
from tests.journeys.shoppers import WhatsAppShopper
from tests.support.shop import shipped_brands


class Traffic:
    """Posts webhooks, two a second, without ever trying again.

    Attributes:
        answers: how many of each status; 0 is a broken connection.
    """

    def __init__(self, shop: ClusterShop) -> None:
        self.answers: Counter[int] = Counter()
        self._shop = shop
        self._gateway = shop.gateway
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        number = shipped_brands()["beauty"].whatsapp.phone_number_id
        with httpx.Client(timeout=30) as client:
            while not self._over.wait(0.5):
                self.answers[self._post(client, number)] += 1

    def _post(self, client: httpx.Client, number: str) -> int:
        raw = httpx.Request(
            "POST",
            "http://x",
            json=shopper_text(number, f"1555060{time.time_ns() % 10**5:05}", "oi"),
        ).content
        headers = {
            "content-type": "application/json",
            "x-hub-signature-256": signature(self._shop, raw),
        }
        try:
            return client.post(
                f"{self._gateway}/webhooks/whatsapp", content=raw, headers=headers
            ).status_code
        except httpx.TransportError:
            return 0


def all_new(before: dict[str, str]) -> bool:
    """Tell whether every Service serves another revision than before."""
    return all(
        one["status"].get("latestReadyRevisionName") != before[one["metadata"]["name"]]
        and one["status"].get("latestReadyRevisionName")
        == one["status"].get("latestCreatedRevisionName")
        for one in get("ksvc")["items"]
    )


def test_an_upgrade_under_traffic_fails_no_webhook(shop: ClusterShop) -> None:
    before = {
        one["metadata"]["name"]: one["status"]["latestReadyRevisionName"]
        for one in get("ksvc")["items"]
    }
    shopper = WhatsAppShopper(shop, "beauty")
    shopper.say("oi")

    with Traffic(shop) as traffic:
        shop.upgrade("logLevel=debug")
        until(lambda: all_new(before), "new revisions of everything", seconds=400, pause=2)
        time.sleep(5)

    assert set(traffic.answers) == {200}, traffic.answers
    assert traffic.answers[200] > 20
    assert shopper.say("quero um rímel").text
