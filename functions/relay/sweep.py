"""What the relay does again and again; each step may be repeated or overlap without harm."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.relay.routing import Route, consumers
from shared.errors import DependencyError
from shared.function.dead_letters import DEAD_LETTERS
from shared.function.envelope import Envelope, from_document
from shared.function.ledger import HANDLED, TIMERS, finish, handled_document
from shared.function.ports import Ports
from shared.stores.collections import expiring_collections, outbox_collections
from shared.stores.store import Document

OUTBOX_AGE = timedelta(seconds=5)
BATCH = 200
CONFIRM_BACKOFF = timedelta(seconds=10)
CONFIRM_TRIES = 7
"""About 20 minutes of asking again before an event counts as a dead letter."""


@dataclass
class Sweeper:
    """Publishes what is due, finds what was lost, ends what expired.

    Attributes:
        ports: store and broker.
        routes: the Triggers.
        counts: what was done so far, for metrics and tests.
    """

    ports: Ports
    routes: tuple[Route, ...]
    counts: dict[str, int] = field(default_factory=dict[str, int])

    async def outboxes(self, now: datetime) -> int:
        """Finish what a function committed and then did not publish; return how many records."""
        found = await asyncio.gather(
            *(self._stuck(collection, now) for collection in outbox_collections())
        )
        return self._count("outbox", sum(found))

    async def timers(self, now: datetime) -> int:
        """Publish the timers that are due; return how many."""
        due = await self.ports.store.find(
            TIMERS, {"not_before": {"$lte": now}}, sort=(("not_before", 1),), limit=BATCH
        )
        await asyncio.gather(*(self._fire(timer, now) for timer in due))
        return self._count("timer", len(due))

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
        records = await self.ports.store.find(
            collection, {"outbox.at": {"$lt": before}}, limit=BATCH
        )
        for record in records:
            for entry in record["outbox"]:
                if entry["at"] < before:
                    await finish(self.ports, collection, record["_id"], entry)
        return len(records)

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
            await asyncio.gather(*(self.ports.publisher.publish(one) for one in lost))
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
            f"{service}|{envelope.source}|{envelope.id}": envelope
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
                await self.ports.store.insert(
                    DEAD_LETTERS,
                    {
                        "_id": f"{service}|{envelope.source}|{envelope.id}",
                        "consumer": service,
                        "reason": "never confirmed",
                        "at": now,
                        "envelope": next(
                            one for one in done["envelopes"] if one["id"] == envelope.id
                        ),
                        "replays": 0,
                    },
                )
        await self.ports.store.update(HANDLED, {"_id": done["_id"]}, {"$unset": {"confirm_at": ""}})

    def _count(self, name: str, number: int) -> int:
        self.counts[name] = self.counts.get(name, 0) + number
        return number
