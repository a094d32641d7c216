from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest
from pydantic import BaseModel

from shared.errors import InvalidEventError
from shared.events.event import Event
from shared.function import ledger
from shared.function.decision import Decision, Emit, Insert
from shared.function.delivery import Delivery
from shared.function.envelope import Envelope
from shared.function.ledger import RecordKind
from shared.function.serving import Function
from tests.support.drive import EPOCH, Memory, client, deliver, envelope_of


class Counted(Event):
    """Something to count."""

    type: ClassVar[str] = "store.test.counted"

    name: str
    by: int = 1


class Total(Event):
    """The count as it is now."""

    type: ClassVar[str] = "store.test.total"

    total: int


class Counter(BaseModel):
    total: int = 0


COUNTERS = RecordKind("counters", Counter)


async def count(event: Counted, delivery: Delivery) -> None:
    if event.by < 0:
        raise InvalidEventError("negative")

    def decide(state: Counter | None) -> Decision[Counter]:
        total = (state.total if state else 0) + event.by
        return Decision(
            Counter(total=total),
            emits=(
                Emit(Total(total=total), event.name),
                Emit(
                    Total(total=-1),
                    event.name,
                    not_before=EPOCH + timedelta(hours=total),
                    timer="idle",
                ),
            ),
            inserts=(Insert("lines", {"_id": f"line-{total}", "total": total}),),
            result={"total": total},
        )

    await delivery.apply(COUNTERS, event.name, decide)


async def forward(event: Counted, delivery: Delivery) -> None:
    await delivery.publish(Emit(Total(total=event.by), event.name))


def counting(memory: Memory) -> Function:
    return Function("counter", on={Counted: count}, ports=memory.ports)


async def test_an_event_changes_the_record_and_publishes_what_follows() -> None:
    memory = Memory()
    service = client(counting(memory))

    status = await deliver(service, envelope_of(Counted(name="a", by=2)))

    assert status == 204
    assert memory.store.collections["counters"]["a"]["state"] == {"total": 2}
    assert memory.store.collections["counters"]["a"]["outbox"] == []
    assert memory.published() == ["store.test.total"]
    assert list(memory.store.collections["timers"]) == ["a|idle"]
    assert list(memory.store.collections["lines"]) == ["line-2"]


async def test_a_redelivered_event_changes_nothing_and_publishes_the_same_ids() -> None:
    memory = Memory()
    service = client(counting(memory))
    event = envelope_of(Counted(name="a"))

    await deliver(service, event)
    status = await deliver(service, event)

    assert status == 204
    assert memory.store.collections["counters"]["a"]["state"] == {"total": 1}
    first, second = memory.publisher.envelopes
    assert first == second


async def test_what_could_not_be_published_is_published_on_redelivery_under_the_same_id() -> None:
    memory = Memory()
    service = client(counting(memory))
    event = envelope_of(Counted(name="a"))
    memory.publisher.fail = True

    refused = await deliver(service, event)
    memory.publisher.fail = False
    accepted = await deliver(service, event)

    assert (refused, accepted) == (503, 204)
    assert memory.store.collections["counters"]["a"]["state"] == {"total": 1}
    assert memory.published() == ["store.test.total"]


@pytest.mark.parametrize("point", ["committed", "published", "handled"])
async def test_a_crash_between_any_two_steps_loses_and_doubles_nothing(
    point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory()
    service = client(counting(memory))
    event = envelope_of(Counted(name="a"))

    def die(reached: str) -> None:
        if reached == point:
            raise RuntimeError(point)

    with monkeypatch.context() as patched:
        patched.setattr(ledger.fault, "reach", die)
        crashed = await deliver(service, event)
    recovered = await deliver(service, event)

    assert (crashed, recovered) == (500, 204)
    assert memory.store.collections["counters"]["a"]["state"] == {"total": 1}
    assert len({envelope.id for envelope in memory.publisher.envelopes}) == 1
    assert len(memory.store.collections["handled"]) == 1


async def test_an_unsigned_event_changes_nothing_and_is_kept_as_a_dead_letter() -> None:
    memory = Memory()
    service = client(counting(memory))
    forged = replace(envelope_of(Counted(name="a")), sig="0" * 64)

    status = await deliver(service, forged)

    assert status == 204
    assert "counters" not in memory.store.collections
    assert memory.published() == []
    (letter,) = memory.store.collections["dead_letters"].values()
    assert letter["reason"] == "bad signature"


@pytest.mark.parametrize(
    "tampered",
    [
        {"data": {"name": "a", "by": 99}},
        {"id": "other"},
        {"subject": "other"},
        {"extensions": {"brand": "tech"}},
    ],
)
async def test_an_event_changed_on_the_way_is_refused(tampered: dict[str, object]) -> None:
    memory = Memory()
    service = client(counting(memory))

    await deliver(service, replace(envelope_of(Counted(name="a")), **tampered))  # pyright: ignore[reportArgumentType]

    assert "counters" not in memory.store.collections


async def test_an_invalid_event_is_buried_and_answered_204() -> None:
    memory = Memory()
    service = client(counting(memory))

    status = await deliver(service, envelope_of(Counted(name="a", by=-1)))

    assert status == 204
    assert "counters" not in memory.store.collections
    assert len(memory.store.collections["dead_letters"]) == 1


async def test_a_request_that_is_no_event_is_answered_204_with_nothing_stored() -> None:
    memory = Memory()
    service = client(counting(memory))

    answer = await service.post("/", content=b"{")

    assert answer.status_code == 204
    assert memory.store.collections == {}


async def test_an_event_of_a_newer_release_is_left_for_newer_pods() -> None:
    memory = Memory()
    service = client(counting(memory))
    event = envelope_of(Counted(name="a"))
    newer = replace(event, dataschema="urn:agent-store:store.test.counted:2")
    signed = replace(newer, sig=_signed(newer))

    status = await deliver(service, signed)

    assert status == 503
    assert memory.store.collections == {}


async def test_an_expired_command_is_not_carried_out() -> None:
    memory = Memory()
    service = client(counting(memory))
    late = envelope_of(Counted(name="a"), emit={"expires_at": EPOCH - timedelta(days=9000)})

    await deliver(service, late)

    assert "counters" not in memory.store.collections


async def test_a_later_timer_is_not_moved_back_by_a_replayed_earlier_one() -> None:
    memory = Memory()
    service = client(counting(memory))
    first = envelope_of(Counted(name="a"), cause="1")
    await deliver(service, first)
    await deliver(service, envelope_of(Counted(name="a"), cause="2"))

    await deliver(service, first)

    (timer,) = memory.store.collections["timers"].values()
    assert timer["not_before"] == EPOCH + timedelta(hours=2)


async def test_a_translating_function_publishes_the_same_id_when_run_again() -> None:
    memory = Memory()
    service = client(Function("translator", on={Counted: forward}, ports=memory.ports))
    event = envelope_of(Counted(name="a", by=3))

    await deliver(service, event)
    memory.store.collections.clear()
    await deliver(service, event)

    first, second = memory.publisher.envelopes
    assert first.id == second.id
    assert first.extension("correlationid") == "story"
    assert first.extension("causationid") == event.id
    assert first.extension("hops") == "2"


async def test_a_story_that_goes_in_circles_ends() -> None:
    memory = Memory()
    service = client(Function("translator", on={Counted: forward}, ports=memory.ports))
    event = envelope_of(Counted(name="a"))
    far = replace(event, extensions={**event.extensions, "hops": "80"})

    status = await deliver(service, replace(far, sig=_signed(far)))

    assert status == 204
    assert memory.published() == []
    assert len(memory.store.collections["dead_letters"]) == 1


def _signed(envelope: Envelope) -> str:
    from shared.function.signing import sign
    from tests.support.drive import KEY

    return sign(envelope, KEY)
