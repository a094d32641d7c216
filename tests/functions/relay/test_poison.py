"""One record that can't be finished must not keep the net from the others."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from functions.relay.routing import Route
from functions.relay.sweep import BATCH, CONFIRM_TRIES, Sweeper
from shared.events.orders import OrderReceiptRequested
from shared.function.dead_letters import DEAD_LETTERS
from shared.function.envelope import Envelope, to_document
from shared.function.ports import Ports
from shared.publisher import MemoryPublisher
from tests.support.drive import EPOCH, KEY, Memory, envelope_of

LATER = EPOCH + timedelta(minutes=1)
POISON = "poison"


@dataclass
class Refusing:
    """A publisher that breaks on one subject, as a header that can't be encoded does."""

    inner: MemoryPublisher

    async def publish(self, envelope: Envelope) -> None:
        if envelope.subject == POISON:
            raise UnicodeError
        await self.inner.publish(envelope)


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def sweeper(memory: Memory) -> Sweeper:
    routes = (Route({"to": "order-processor"}, "order-processor"),)
    return Sweeper(Ports(memory.store, Refusing(memory.publisher), KEY), routes)


def event(subject: str, cause: str = "cause") -> dict[str, Any]:
    receipt = OrderReceiptRequested(number=subject)
    return to_document(envelope_of(receipt, subject=subject, cause=f"{cause}|{subject}"))


def stuck(key: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "cause": f"cause|{key}",
        "version": 1,
        "at": EPOCH,
        "envelopes": [event(key)],
        "timers": [],
        "inserts": [],
        "cancels": [],
        "result": None,
    }
    return {"_id": key, "version": 1, "state": {}, "outbox": [entry]}


async def test_records_behind_one_that_cannot_be_published_are(
    memory: Memory, sweeper: Sweeper
) -> None:
    for key in (POISON, "good"):
        await memory.store.insert("carts", stuck(key))

    await sweeper.outboxes(LATER)

    good = await memory.store.get("carts", "good")
    poison = await memory.store.get("carts", POISON)
    assert good is not None
    assert good["outbox"] == []
    assert poison is not None
    assert len(poison["outbox"]) == 1, "nothing is given up"


async def test_timers_behind_a_batch_that_cannot_be_published_fire(
    memory: Memory, sweeper: Sweeper
) -> None:
    for number in range(BATCH):
        timer = {"_id": f"{number}", "not_before": EPOCH, "envelope": event(POISON, f"{number}")}
        await memory.store.insert("timers", timer)
    due = {"_id": "good", "not_before": EPOCH + timedelta(seconds=1), "envelope": event("good")}
    await memory.store.insert("timers", due)

    await sweeper.timers(LATER)
    await sweeper.timers(LATER + timedelta(seconds=1))

    assert [one.subject for one in memory.publisher.envelopes] == ["good"]
    assert len(memory.store.collections["timers"]) == BATCH


async def test_what_cannot_be_published_again_is_tried_less_and_less_and_given_up(
    memory: Memory, sweeper: Sweeper
) -> None:
    done = {"_id": "m", "at": EPOCH, "confirm_at": EPOCH, "envelopes": [event(POISON)]}
    await memory.store.insert("handled", done)

    for hour in range(CONFIRM_TRIES + 1):
        await sweeper.confirm(EPOCH + timedelta(hours=1 + hour))

    assert len(memory.store.collections[DEAD_LETTERS]) == 1


async def test_whoever_waits_is_told_when_an_event_is_given_up(
    memory: Memory, sweeper: Sweeper
) -> None:
    done = {
        "_id": "m",
        "at": EPOCH,
        "confirm_at": EPOCH,
        "confirms": CONFIRM_TRIES,
        "envelopes": [event("FA-100001")],
    }
    await memory.store.insert("handled", done)

    await sweeper.confirm(LATER)

    letter = next(iter(memory.store.collections[DEAD_LETTERS].values()))
    assert memory.published() == ["store.failed"]
    assert letter["reason"] == "never confirmed"
    assert letter["consumer"] == "order-processor"
