from dataclasses import replace
from datetime import timedelta

from shared.events.event import ReplyTo
from shared.events.failures import RequestFailed
from shared.events.products import StockRequested
from shared.function.dead_letters import failure_of
from tests.shared.function.counting import Bench, Counted
from tests.shared.function.test_shell import far, signed
from tests.support.drive import client, deliver, envelope_of

WAITING = ReplyTo(conversation="fashion|web|c", turn_id="t", call_id="c1")


async def test_whoever_waits_is_told_of_what_can_never_be_handled(bench: Bench) -> None:
    service = client(bench.counter())
    event = envelope_of(Counted(name="a", by=-1, reply_to=WAITING))

    status = await deliver(service, event)

    assert status == 204
    assert await bench.all("counters") == []
    (told,) = bench.publisher.envelopes
    assert (told.type, told.extension("to"), told.extension("brand")) == (
        "store.failed",
        "seller",
        "fashion",
    )
    assert RequestFailed.model_validate(told.data) == RequestFailed(
        failed_type="store.test.counted",
        failed_id=event.id,
        consumer="counter",
        reason="negative",
        reply_to=WAITING,
    )


async def test_the_same_dead_letter_is_kept_once_and_told_under_the_same_id(bench: Bench) -> None:
    service = client(bench.counter())
    event = envelope_of(Counted(name="a", by=-1, reply_to=WAITING))

    await deliver(service, event)
    await deliver(service, event)

    assert len(await bench.all("dead_letters")) == 1
    first, second = bench.publisher.envelopes
    assert first.id == second.id


async def test_nobody_is_told_where_nobody_waits(bench: Bench) -> None:
    service = client(bench.counter())

    await deliver(service, envelope_of(Counted(name="a", by=-1)))

    (letter,) = await bench.all("dead_letters")
    assert letter["reason"] == "negative"
    assert letter["expires_at"] - letter["at"] == timedelta(days=30)
    assert bench.published() == []


async def test_an_event_whose_waiting_one_is_malformed_is_kept_all_the_same(
    bench: Bench,
) -> None:
    service = client(bench.counter())
    event = envelope_of(Counted(name="a"))
    broken = replace(event, data={**event.data, "replyTo": {"turnId": 3}})

    status = await deliver(service, signed(broken))

    assert status == 204
    assert len(await bench.all("dead_letters")) == 1
    assert bench.published() == []


async def test_a_forged_event_tells_nobody_and_cannot_stand_in_for_a_real_one(
    bench: Bench,
) -> None:
    service = client(bench.counter())
    real = envelope_of(Counted(name="a", by=-1, reply_to=WAITING))

    await deliver(service, replace(real, sig="0" * 64))
    untold = bench.published()
    await deliver(service, real)

    assert untold == []
    assert bench.published() == ["store.failed"]
    marker = f"counter|{real.source}|{real.id}"
    kept, forged = await bench.all("dead_letters")
    assert kept["_id"] == marker
    assert forged["_id"].startswith("forged|counter|")
    assert "envelope" not in forged, "what is not ours can't be replayed"


async def test_whoever_waits_in_a_story_that_goes_in_circles_is_still_told(bench: Bench) -> None:
    service = client(bench.translator())
    event = envelope_of(Counted(name="a", reply_to=WAITING))

    await deliver(service, signed(far(event)))

    assert bench.published() == ["store.failed"]


async def test_a_broker_that_is_down_keeps_the_event_until_it_can_be_told(bench: Bench) -> None:
    service = client(bench.counter())
    event = envelope_of(Counted(name="a", by=-1, reply_to=WAITING))
    bench.publisher.fail = True

    refused = await deliver(service, event)
    bench.publisher.fail = False
    accepted = await deliver(service, event)

    assert (refused, accepted) == (503, 204)
    assert bench.published() == ["store.failed"]


def test_an_order_that_waits_for_stock_is_told() -> None:
    event = StockRequested(action="hold", order_number="FA-100001", lines=())

    failed = failure_of(envelope_of(event), "product-catalog", "no reason")

    assert failed is not None
    assert failed.to == "order-processor"
    assert failed.event == RequestFailed(
        failed_type="store.product.stock.request",
        failed_id=envelope_of(event).id,
        consumer="product-catalog",
        reason="no reason",
        order_number="FA-100001",
    )


def test_a_failure_that_fails_is_told_to_nobody() -> None:
    failed = RequestFailed(
        failed_type="store.cart.request",
        failed_id="1",
        consumer="cart",
        reason="gone",
        reply_to=WAITING,
    )

    assert failure_of(envelope_of(failed), "seller", "no such brand") is None
