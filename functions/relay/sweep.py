"""What the relay does again and again; each step may be repeated or overlap without harm."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.relay.routing import Route, consumers
from shared.errors import DependencyError
from shared.function.dead_letters import DEAD_LETTERS, bury
from shared.function.envelope import Envelope, from_document
from shared.function.outbox import HANDLED, TIMERS, finish, handled_document, marker_of
from shared.function.ports import Ports
from shared.function.serving import event_delivery
from shared.log import hashed, log
from shared.stores.collections import expiring_collections, outbox_collections
from shared.stores.store import Document, Query

OUTBOX_AGE = timedelta(seconds=5)
BATCH = 200
CONFIRM_BACKOFF = timedelta(seconds=10)
CONFIRM_TRIES = 7
"""About 20 minutes of asking again before an event counts as a dead letter."""
TROUBLE_PAUSE = timedelta(minutes=1)
"""How long what could not be done is left alone, so that it does not keep others waiting."""


@dataclass
class Sweeper:
    """Publishes what is due, finds what was lost, ends what expired.

    Attributes:
        ports: store and broker.
        routes: the Triggers.
        counts: what was done so far, for metrics and tests.
        troubled: what could not be done, and until when it is left alone.
    """

    ports: Ports
    routes: tuple[Route, ...]
    counts: dict[str, int] = field(default_factory=dict[str, int])
    troubled: dict[str, datetime] = field(default_factory=dict[str, datetime])

    async def outboxes(self, now: datetime) -> int:
        """Finish what a function committed and then did not publish; return how many records."""
        found = await asyncio.gather(
            *(self._stuck(collection, now) for collection in outbox_collections())
        )
        return self._count("outbox", sum(found))

    async def timers(self, now: datetime) -> int:
        """Publish the timers that are due; return how many."""
        query = {"not_before": {"$lte": now}, **self._untroubled(now)}
        due = await self.ports.store.find(TIMERS, query, sort=(("not_before", 1),), limit=BATCH)
        fired = await asyncio.gather(
            *(self._tried(timer["_id"], self._fire(timer, now), now) for timer in due)
        )
        return self._count("timer", sum(fired))

    async def confirm(self, now: datetime) -> int:
        """Publish again what a consumer should have handled by now and has not.

        A broker may lose an event it accepted. Every consumer leaves a marker under the event's
        id, so a missing one shows what was lost.
        """
        due = await self.ports.store.find(
            HANDLED, {"confirm_at": {"$lte": now}}, sort=(("confirm_at", 1),), limit=BATCH
        )
        again = await asyncio.gather(*(self._confirm(done, now) for done in due))
        return self._count("republished", sum(again))

    async def retention(self, now: datetime) -> int:
        """Delete what is past its time; MongoDB's own expiry is not relied on."""
        gone = await asyncio.gather(
            *(
                self.ports.store.delete(collection, {"expires_at": {"$lt": now}})
                for collection in expiring_collections()
            )
        )
        return self._count("expired", sum(gone))

    async def _stuck(self, collection: str, now: datetime) -> int:
        before = now - OUTBOX_AGE
        query = {"outbox.at": {"$lt": before}, **self._untroubled(now)}
        done = 0
        for record in await self.ports.store.find(collection, query, limit=BATCH):
            key = record["_id"]
            for entry in record["outbox"]:
                if entry["at"] < before:
                    done += await self._tried(key, finish(self.ports, collection, key, entry), now)
        return done

    async def _fire(self, timer: Document, now: datetime) -> None:
        envelope = from_document(timer["envelope"])
        await self.ports.publisher.publish(envelope)
        marker = f"relay|timer|{envelope.id}"
        await self.ports.store.insert(
            HANDLED, handled_document(marker, {"envelopes": [timer["envelope"]]}, now)
        )
        await self.ports.store.delete(
            TIMERS, {"_id": timer["_id"], "not_before": timer["not_before"]}
        )

    async def _confirm(self, done: Document, now: datetime) -> int:
        lost = await self._lost([from_document(one) for one in done["envelopes"]])
        tries: int = done.get("confirms", 0)
        if not lost:
            await self.ports.store.update(
                HANDLED, {"_id": done["_id"]}, {"$unset": {"confirm_at": ""}}
            )
            return 0
        if tries >= CONFIRM_TRIES:
            await self._give_up(done, lost, now)
            return 0
        try:
            for one in lost:
                await self._tried(one.id, self.ports.publisher.publish(one), now)
        except DependencyError:
            return 0
        await self.ports.store.update(
            HANDLED,
            {"_id": done["_id"]},
            {"$set": {"confirm_at": now + CONFIRM_BACKOFF * 2**tries}, "$inc": {"confirms": 1}},
        )
        return len(lost)

    async def _lost(self, envelopes: list[Envelope]) -> list[Envelope]:
        wanted = {
            marker_of(service, envelope): envelope
            for envelope in envelopes
            for service in consumers(self.routes, envelope)
        }
        query = {"_id": {"$in": list(wanted)}}
        handled, dead = await asyncio.gather(
            self.ports.store.find(HANDLED, query, limit=len(wanted) or 1),
            self.ports.store.find(DEAD_LETTERS, query, limit=len(wanted) or 1),
        )
        there = {one["_id"] for one in (*handled, *dead)}
        missing = {
            envelope.id: envelope for marker, envelope in wanted.items() if marker not in there
        }
        return list(missing.values())

    async def _give_up(self, done: Document, lost: list[Envelope], now: datetime) -> None:
        for envelope in lost:
            for service in consumers(self.routes, envelope):
                delivery = event_delivery(service, envelope, self.ports, now)
                await self._tried(delivery.marker, bury(delivery, "never confirmed"), now)
        await self.ports.store.update(HANDLED, {"_id": done["_id"]}, {"$unset": {"confirm_at": ""}})

    async def _tried(self, key: str, work: Awaitable[object], now: datetime) -> bool:
        """Tell whether it could be done; what can't be is logged and left alone for a while.

        Raises:
            DependencyError: store or broker is down, so that nothing else can be done either.
        """
        try:
            await work
        except DependencyError:
            raise
        except Exception:  # noqa: BLE001 - one of them must not keep the net from the others
            log().exception("sweep.stuck", key=hashed(key))
            self.troubled[key] = now + TROUBLE_PAUSE
            return False
        return True

    def _untroubled(self, now: datetime) -> Query:
        self.troubled = {key: until for key, until in self.troubled.items() if until > now}
        return {"_id": {"$nin": list(self.troubled)}} if self.troubled else {}

    def _count(self, name: str, number: int) -> int:
        self.counts[name] = self.counts.get(name, 0) + number
        return number
