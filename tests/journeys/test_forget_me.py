"""Shoppers who want to be forgotten: told what it means, then nothing of them is left."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import redis

from tests.journeys.purchase import deliver, fill_cart, place, ship
from tests.journeys.rest import ledger, settle, unconfirmed
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shop_run import Json, ShopRun
from tests.journeys.shoppers import WebShopper, WhatsAppShopper

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]

NAME = "Zoe Unforgettable"
BY_NUMBER = {"customers", "orders", "erasures", "audit"}
"""Where the id that leads to nobody may stay."""
ERASING = {"store.customer.erase.due", "store.order.anonymise.request"}
"""What an erasure itself says last; nothing but the id is in it."""


def customer_of(shop: ShopRun, identity: str) -> str:
    with ledger(shop) as database:
        found = database["identities"].find_one({"_id": identity})
    assert found is not None, identity
    return found["customer_id"]


def erasure(shop: ShopRun, customer_id: str) -> Json:
    return shop.admin("GET", f"/v1/admin/erasures/{customer_id}").json()


def go_on(shop: ShopRun, customer_id: str, rounds: int) -> Json:
    """Let the minute, the hour and the days of an erasure pass at once."""

    def gone_through() -> bool:
        now = datetime.now(UTC)
        with ledger(shop) as database:
            database["timers"].update_one(
                {"_id": f"{customer_id}|erase"}, {"$set": {"not_before": now}}
            )
        told = erasure(shop, customer_id)
        return told["rounds"] >= rounds or told["status"] == "done"

    def confirmed() -> bool:
        waiting = {"confirm_at": {"$exists": True}}
        with ledger(shop) as database:
            database["handled"].update_many(waiting, {"$set": {"confirm_at": datetime.now(UTC)}})
        return unconfirmed(shop) == 0

    settle(shop)
    shop.eventually(confirmed, "all is confirmed", seconds=60, pause=0.5)
    shop.eventually(gone_through, f"{rounds} rounds", seconds=60, pause=0.5)
    settle(shop)
    return erasure(shop, customer_id)


def documents(shop: ShopRun) -> Iterator[tuple[str, Json]]:
    with ledger(shop) as database:
        for name in database.list_collection_names():
            fields = {"_id": 0} if name == "handled" else None  # WhatsApp's ids may hold numbers
            yield from ((name, one) for one in database[name].find({}, fields))


def mentioning(shop: ShopRun, *names: str) -> set[str]:
    """Return where one of the names is: collections, and Redis."""
    found = {
        name
        for name, one in documents(shop)
        if any(each in repr(one) for each in names) and not of_erasing(one)
    }
    if any(each in repr(in_redis(shop)) for each in names):
        found.add("redis")
    return found


def of_erasing(document: Json) -> bool:
    events: list[Json] = document.get("envelopes") or []
    return bool(events) and {one["type"] for one in events} <= ERASING


def in_redis(shop: ShopRun) -> list[Any]:
    """Return all keys but those that end by themselves in a while, and what sessions hold."""
    url = shop.environment_of_stores()["REDIS_URL"]
    client: Any = redis.Redis.from_url(url)  # pyright: ignore[reportUnknownMemberType]
    with client:
        keys: list[bytes] = client.keys("*")
        brief = [one for one in keys if one.startswith((b"door:", b"pace:", b"rate:"))]
        endless = -1  # 0 has less than a second, -2 is gone by now
        assert endless not in [client.ttl(one) for one in brief]
        sessions = [client.get(one) for one in keys if one.startswith(b"session:")]
    return [*(one for one in keys if one not in brief), *sessions]


def test_who_has_an_order_under_way_is_told_what_becomes_of_it_and_forgotten(
    shop: ShopRun,
) -> None:
    script = SCRIPTS["tech"]
    shopper = WhatsAppShopper(shop, "tech", name=NAME)
    number = place(shopper, script)
    shopper.pay()
    shopper.hear(number)
    customer_id = customer_of(shop, f"wa_phone|{shopper.number}")

    asked = shopper.say("apagar meus dados")
    kept = erasure(shop, customer_id)
    shopper.tap("Sim, me esqueça")

    assert asked.has("não mando mais notícias dele por aqui")
    assert kept["status"] == 404
    assert shopper.last.has("apagados", "Não chegam mais notícias")
    assert go_on(shop, customer_id, rounds=2)["ordersLeft"] == 1
    assert go_on(shop, customer_id, rounds=2)["ordersLeft"] == 1
    assert mentioning(shop, shopper.number) == {"erasures"}, "it has to find what comes late"
    assert mentioning(shop, NAME) == {"orders"}, "the parcel needs a name until it is there"

    ship(shop, number, "JD0002")
    deliver(shop, number)
    assert go_on(shop, customer_id, rounds=99)["status"] == "done"
    shopper.hears_nothing(1)
    assert mentioning(shop, NAME, shopper.number) == set()
    assert mentioning(shop, customer_id) <= BY_NUMBER
    order = shop.order(number)
    assert order["status"] == "delivered"
    assert order["totals"]["total"]["amountMinor"] > 0
    assert number not in shopper.say(script.where).text, "who writes again is somebody new"


def test_the_same_over_http_for_the_web_chat(shop: ShopRun) -> None:
    shopper = WebShopper(shop, "beauty")
    fill_cart(shopper, SCRIPTS["beauty"])
    (cookie,) = [one.value for one in shopper.client.cookies.jar if one.value]
    web_id = cookie.partition(".")[0]
    customer_id = customer_of(shop, f"web|{web_id}")

    answer = shopper.client.delete(f"{shop.gateway}/v1/customers/me")

    assert answer.status_code == 202
    assert answer.json()["status"] == "erasing"
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert go_on(shop, customer_id, rounds=99)["status"] == "done"
    assert mentioning(shop, web_id) == set()
    assert mentioning(shop, customer_id) <= BY_NUMBER - {"orders"}
