from datetime import timedelta

from shared.function.envelope import from_document
from shared.function.outbox import finish
from tests.shared.function.counting import Bench, Counted
from tests.support.drive import EPOCH, client, deliver, envelope_of

KEY = "a|due"


async def timer_of(bench: Bench) -> tuple[int, int] | None:
    """Return after how many hours the counter's timer fires, and with which total."""
    timer = await bench.store.get("timers", KEY)
    if timer is None:
        return None
    hours = (timer["not_before"] - EPOCH) // timedelta(hours=1)
    return hours, from_document(timer["envelope"]).data["total"]


async def test_the_latest_decision_sets_the_timer_be_it_earlier_or_later(bench: Bench) -> None:
    service = client(bench.counter())

    await deliver(service, envelope_of(Counted(name="a", after_hours=(2,)), cause="1"))
    assert await timer_of(bench) == (2, 1)
    await deliver(service, envelope_of(Counted(name="a", after_hours=(5,)), cause="2"))
    assert await timer_of(bench) == (5, 2)
    await deliver(service, envelope_of(Counted(name="a", after_hours=(3,)), cause="3"))
    assert await timer_of(bench) == (3, 3)


async def test_of_one_timer_set_twice_in_a_decision_the_last_counts(bench: Bench) -> None:
    service = client(bench.counter())

    await deliver(service, envelope_of(Counted(name="a", after_hours=(4, 4, 2))))

    (timer,) = await bench.all("timers")
    assert timer["not_before"] == EPOCH + timedelta(hours=2)


async def test_a_replayed_event_leaves_the_timer_of_a_later_one(bench: Bench) -> None:
    service = client(bench.counter())
    first = envelope_of(Counted(name="a", after_hours=(9,)), cause="1")
    await deliver(service, first)
    await deliver(service, envelope_of(Counted(name="a", after_hours=(2,)), cause="2"))

    await deliver(service, first)

    assert await timer_of(bench) == (2, 2)


async def test_what_is_finished_late_neither_moves_nor_takes_away_a_newer_timer(
    bench: Bench,
) -> None:
    service = client(bench.counter())
    bench.publisher.fail = True
    await deliver(service, envelope_of(Counted(name="a", after_hours=(9,)), cause="1"))
    await deliver(service, envelope_of(Counted(name="a", quiet=True), cause="2"))
    bench.publisher.fail = False
    await deliver(service, envelope_of(Counted(name="a", after_hours=(2,)), cause="3"))
    record = await bench.store.get("counters", "a")
    assert record is not None

    for entry in record["outbox"]:
        await finish(bench.ports(), "counters", "a", entry)

    assert len(record["outbox"]) == 2
    assert await timer_of(bench) == (2, 3)


async def test_a_timer_that_is_no_longer_needed_is_taken_away(bench: Bench) -> None:
    service = client(bench.counter())
    await deliver(service, envelope_of(Counted(name="a", after_hours=(1,)), cause="1"))

    await deliver(service, envelope_of(Counted(name="a", quiet=True), cause="2"))

    assert await bench.all("timers") == []
