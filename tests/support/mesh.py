"""The whole shop in one process: every function, a broker that may double and shuffle, a clock.

Slower things (processes, stores, HTTP to the outside) have their own tests; this one shows in
milliseconds whether the functions understand one another.
"""

import random
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import httpx
import yaml

from functions.relay.routing import Route, consumers
from functions.relay.sweep import Sweeper
from shared.clock import now
from shared.function.envelope import Envelope
from shared.function.outbox import TIMERS
from shared.function.serving import Function
from tests.support.drive import KEY, Memory, client, deliver
from tests.support.generate import ROOT

RETRIES = 8
RETRIED = {404, 408, 409, 429, *range(500, 600)}


@cache
def routes(brands: tuple[str, ...]) -> tuple[Route, ...]:
    """Return what the chart renders from events.yaml for these brands."""
    operations: dict[str, Any] = yaml.safe_load((ROOT / "events.yaml").read_text())["operations"]
    found: list[Route] = []
    for operation in operations.values():
        for trigger in operation.get("x-triggers", []):
            if trigger.get("perBrand"):
                found.extend(
                    Route(
                        {**trigger["attributes"], "brand": brand}, f"{trigger['service']}-{brand}"
                    )
                    for brand in brands
                )
            else:
                found.append(Route(trigger["attributes"], trigger["service"]))
    return tuple(found)


@dataclass
class Mesh:
    """Functions by Service, joined by a broker in memory.

    Attributes:
        duplicate: chance that a delivery is made twice.
        shuffle: whether events overtake one another.
        lose: chance that an accepted event is never delivered.
        taken: events by Service that someone outside takes (a channel).
    """

    functions: Mapping[str, Function]
    brands: tuple[str, ...] = ("fashion",)
    memory: Memory = field(default_factory=Memory)
    duplicate: float = 0.0
    shuffle: bool = False
    lose: float = 0.0
    seed: int = 1
    taken: dict[str, Callable[[Envelope], Awaitable[None]]] = field(
        default_factory=dict[str, Callable[[Envelope], Awaitable[None]]]
    )
    undeliverable: list[tuple[str, Envelope, int]] = field(
        default_factory=list[tuple[str, Envelope, int]]
    )

    def __post_init__(self) -> None:
        self.routes = routes(self.brands)
        self.random = random.Random(self.seed)
        self.clients: dict[str, httpx.AsyncClient] = {}
        for name, function in self.functions.items():
            services = [f"{name}-{one}" for one in self.brands] if name == "ai-seller" else [name]
            for service in services:
                own = replace(function, name=service, ports=self.memory.ports, background=None)
                self.clients[service] = client(own)
        self._seen = 0
        self._queue: deque[tuple[str, Envelope]] = deque()

    async def settle(self) -> None:
        """Deliver until nothing is left to deliver."""
        self._collect()
        while self._queue:
            if self.shuffle:
                self._queue.rotate(self.random.randrange(len(self._queue)))
            service, envelope = self._queue.popleft()
            await self._deliver(service, envelope)
            if self.random.random() < self.duplicate:
                await self._deliver(service, envelope)
            self._collect()

    async def pass_time(self, duration: timedelta) -> None:
        """Fire the timers that are due within `duration`, in order, and settle after each."""
        until = now() + duration
        while True:
            due = await self.memory.store.find(
                TIMERS, {"not_before": {"$lte": until}}, sort=(("not_before", 1),), limit=1
            )
            if not due:
                return
            await self.sweeper().timers(due[0]["not_before"])
            await self.settle()

    async def look_after(self, ahead: timedelta) -> None:
        """Let the relay do what is due by then: outboxes, what was lost, timers."""
        later = now() + ahead
        for look in (self.sweeper().outboxes, self.confirm, self.sweeper().timers):
            await look(later)
            await self.settle()

    async def confirm(self, at: datetime) -> int:
        """Let the relay find what was lost; return how many events it published again."""
        again = await self.sweeper().confirm(at)
        await self.settle()
        return again

    def sweeper(self) -> Sweeper:
        """Return a relay of this shop."""
        return Sweeper(self.memory.ports(), self.routes)

    async def publish(self, envelope: Envelope) -> None:
        """Hand an event to the broker as somebody outside the mesh would."""
        await self.memory.publisher.publish(envelope)

    def _collect(self) -> None:
        fresh = self.memory.publisher.envelopes[self._seen :]
        self._seen += len(fresh)
        for envelope in fresh:
            if self.random.random() >= self.lose:
                self._queue.extend(
                    (service, envelope) for service in sorted(consumers(self.routes, envelope))
                )

    async def _deliver(self, service: str, envelope: Envelope) -> None:
        if service in self.taken:
            await self.taken[service](envelope)
            return
        if service not in self.clients:
            return
        status = 0
        for _ in range(RETRIES):
            status = await deliver(self.clients[service], envelope)
            if status not in RETRIED:
                return
        self.undeliverable.append((service, envelope, status))


__all__ = ["KEY", "Mesh", "routes"]
