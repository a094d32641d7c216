"""Shoppers on both channels: they write, tap, and hear one answer after the other."""

import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import count
from typing import Any

import httpx

from knative.local.whatsapp_phone import Choice, Phone
from tests.journeys.heard import Heard, from_web, from_whatsapp
from tests.journeys.shop_run import ShopRun
from tests.support.shop import shipped_brands

_numbers = count(15_550_200_001)


class Shopper(ABC):
    """Somebody who talks with one brand.

    Attributes:
        heard: everything heard so far, oldest first.
        last: what was heard last.
    """

    def __init__(self, shop: ShopRun, brand: str, patience: float | None = None) -> None:
        self.shop = shop
        self.brand = brand
        self.heard: list[Heard] = []
        self._waiting: deque[Heard] = deque()
        self._patience = patience or shop.patience_seconds

    @property
    def last(self) -> Heard:
        return self.heard[-1]

    def say(self, text: str) -> Heard:
        """Write a text and hear the answer."""
        self.write(text)
        return self.hear()

    def tap(self, title: str | int, *, of: Heard | None = None) -> Heard:
        """Tap what is titled so, by default in what was heard last, and hear the answer."""
        self.tapped((of or self.last).choice(title))
        return self.hear()

    def share_location(self, latitude: float, longitude: float) -> Heard:
        """Send a location and hear the answer."""
        self.locate(latitude, longitude)
        return self.hear()

    def hear(self, *words: str) -> Heard:
        """Return the next answer; it has all of these words."""
        deadline = time.monotonic() + self._patience
        while not self._waiting:
            left = deadline - time.monotonic()
            assert left > 0, f"no answer after {self._patience} s to: {self._story()}"
            self._waiting.extend(self.receive(min(left, 5)))
        self.heard.append(self._waiting.popleft())
        assert self.last.has(*words), f"expected {words} in: {self.last}"
        return self.last

    def hears_nothing(self, seconds: float) -> None:
        """Nothing more comes."""
        self._waiting.extend(self.receive(seconds))
        assert not self._waiting, f"unexpected: {list(self._waiting)}"

    def pay(self, outcome: str = "succeeded") -> httpx.Response:
        """Go to the page behind the last link and end the payment."""
        link = next(one.link for one in reversed(self.heard) if one.link)
        page = self.shop.client.get(self.local(link))
        assert page.status_code == 200, page.text
        return self.shop.client.post(self.local(link), data={"outcome": outcome})

    def local(self, link: str) -> str:
        """Return a link with the shop's address on this machine."""
        return self.shop.gateway + httpx.URL(link).path

    @abstractmethod
    def write(self, text: str) -> None:
        """Send a text."""

    @abstractmethod
    def tapped(self, choice: Choice) -> None:
        """Send a tap."""

    @abstractmethod
    def locate(self, latitude: float, longitude: float) -> None:
        """Send a location."""

    @abstractmethod
    def receive(self, seconds: float) -> Sequence[Heard]:
        """Return what came since the last call; wait this long for the first."""

    def _story(self) -> str:
        return " / ".join(one.text[:80] for one in self.heard[-3:]) or "the first message"


class WhatsAppShopper(Shopper):
    """A phone."""

    def __init__(
        self,
        shop: ShopRun,
        brand: str,
        *,
        name: str = "Alex Doe",
        patience: float | None = None,
        client: httpx.Client | None = None,
    ) -> None:
        super().__init__(shop, brand, patience)
        self.number = str(next(_numbers))
        self._seen = 0
        self.phone = Phone(
            gateway=shop.gateway,
            meta=shop.meta,
            secret=shop.secret("WHATSAPP_APP_SECRET"),
            phone_number_id=shipped_brands()[brand].whatsapp.phone_number_id,
            number=self.number,
            name=name,
            client=client or shop.client,
        )

    def write(self, text: str) -> None:
        self.phone.text(text)

    def tapped(self, choice: Choice) -> None:
        self.phone.tap(choice)

    def locate(self, latitude: float, longitude: float) -> None:
        self.phone.write("location", {"latitude": latitude, "longitude": longitude})

    def send(self, kind: str, content: object, *, reply_to: str | None = None) -> Heard:
        """Send any kind of message and hear the answer."""
        self.phone.write(kind, content, reply_to=reply_to)
        return self.hear()

    def receive(self, seconds: float) -> Sequence[Heard]:
        found = self._sent({"after": self._seen, "wait": seconds})
        self._seen = max([self._seen, *(one["number"] for one in found)])
        return [from_whatsapp(one) for one in found]

    def everything(self) -> list[Heard]:
        """Return all that ever reached this phone, in order."""
        return [from_whatsapp(one) for one in self._sent({"after": 0})]

    def _sent(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self.phone.client.get(
            f"{self.phone.meta}/control/sent", params={**query, "to": self.number}
        )
        answer.raise_for_status()
        return answer.json()["messages"]


class WebShopper(Shopper):
    """A browser without its page: a cookie, POST, and asking for what is new."""

    def __init__(self, shop: ShopRun, brand: str, patience: float | None = None) -> None:
        super().__init__(shop, brand, patience)
        self.client = shop.browser(f"{shop.gateway}/v1/chat/{brand}")
        self._after = 0

    def write(self, text: str) -> None:
        self.post({"text": text})

    def tapped(self, choice: Choice) -> None:
        self.post({"action": {"id": choice.id, "title": choice.title}})

    def locate(self, latitude: float, longitude: float) -> None:
        self.post({"location": {"latitude": latitude, "longitude": longitude}})

    def post(self, body: dict[str, Any]) -> dict[str, Any]:
        """Write a message."""
        answer = self.client.post("/messages", json=body)
        assert answer.status_code == 202, answer.text
        return answer.json()

    def receive(self, seconds: float) -> Sequence[Heard]:
        deadline = time.monotonic() + seconds
        while True:
            found = self.client.get("/messages", params={"after": self._after}).json()
            self._after = found["after"]
            heard = [from_web(one) for one in found["messages"] if one["sender"] != "customer"]
            if heard or time.monotonic() > deadline:
                return heard
            time.sleep(0.1)

    def stream(self, last_id: str = "") -> AbstractContextManager[httpx.Response]:
        """Open the stream of events, from after an id."""
        headers = {"Last-Event-ID": last_id} if last_id else {}
        plain = httpx.HTTPTransport(verify=False)  # the other one reads answers to their end
        reader = self.shop.browser(str(self.client.base_url), plain)
        reader.cookies = self.client.cookies
        return reader.stream("GET", "/stream", headers=headers)
