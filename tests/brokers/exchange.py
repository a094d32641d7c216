"""All events of the truth's tables, sent once, side by side; what became of each is read here."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import httpx

from tests.brokers.broker import EVENT, Broker, Posted
from tests.brokers.events import Event
from tests.brokers.outcome import End, Outcome
from tests.brokers.subscriber import DEAD

Line = dict[str, Any]


class Exchange:
    """Sends events and reads what the subscriber wrote about them."""

    def __init__(self, broker: Broker) -> None:
        self.broker = broker
        self.posted: dict[str, Posted] = {}
        self._lines: list[Line] = []

    def run(self, events: Mapping[str, Event]) -> "Exchange":
        """Sends events, waits for the end of them."""
        self.send(events)
        self.settle()
        return self

    def settle(self) -> None:
        """Waits for the end of what was sent, and reads what the subscriber wrote."""
        self.broker.settle()
        self.read()

    def read(self) -> None:
        """Reads what the subscriber wrote so far."""
        self._lines = self.broker.lines()

    def send(self, events: Mapping[str, Event]) -> None:
        """Posts events side by side."""
        urls = {each.policy: self.broker.url(each.policy) for each in events.values()}
        limits = httpx.Limits(max_connections=None)
        with httpx.Client(timeout=60, limits=limits) as client, ThreadPoolExecutor(100) as pool:
            posting = [pool.submit(_post, client, urls[e.policy], e) for e in events.values()]
            posted = [each.result() for each in posting]
            self.posted |= dict(zip(events, posted, strict=True))

    def came(self, identity: str, trigger: str) -> list[Line]:
        """The attempts at a Trigger's subscriber."""
        return [each for each in self._of(identity, f"/{trigger}") if "headers" in each]

    def letters(self, identity: str, trigger: str) -> list[Line]:
        """The dead letters that name this Trigger's subscriber or none."""
        found = [each for each in self._of(identity, DEAD) if "headers" in each]
        return [each for each in found if error(each, "dest").rpartition("/")[2] in {trigger, ""}]

    def outcome(self, identity: str, trigger: str = "answers") -> Outcome:
        """What became of an event."""
        letters = self.letters(identity, trigger)
        ends = [each for each in self._of(identity, f"/{trigger}") if "answered" in each]
        taken = End.TAKEN if ends and 200 <= ends[-1]["answered"] < 300 else End.GONE
        return Outcome(
            end=End.LETTER if letters else taken,
            attempts=len(self.came(identity, trigger)),
            code=error(letters[0], "code") if letters else "",
            named=bool(letters and error(letters[0], "dest")),
            replied=bool(self.came(f"{identity}-reply", "replies")),
        )

    def pauses(self, identity: str, trigger: str) -> list[float]:
        """Seconds between attempts."""
        times = [each["at"] for each in self.came(identity, trigger)]
        return [later - earlier for earlier, later in pairwise(times)]

    def _of(self, identity: str, path: str) -> list[Line]:
        return [each for each in self._lines if each["id"] == identity and each["path"] == path]


def error(letter: Line, name: str) -> str:
    """An error attribute of a dead letter; empty if it has none."""
    return str(letter["headers"].get(f"ce-knativeerror{name}", ""))


def _post(client: httpx.Client, url: str, event: Event) -> Posted:
    whole = {name: value for name, value in {**EVENT, **event.headers}.items() if value is not None}
    began = time.time()
    try:
        status = client.post(url, headers=whole, content=event.body).status_code
    except httpx.HTTPError:
        status = 0
    return Posted(status, time.time() - began, began)
