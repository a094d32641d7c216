from datetime import timedelta

import pytest

from functions.order.decide import decide, decide_create
from functions.order.state import OrderState
from shared.events.carts import CodeUseRequested
from shared.events.orders import OrderCreated, OrderPaymentDue, OrderRejected
from shared.events.payments import PaymentOpenRequested, PaymentRequested
from shared.events.products import StockLine, StockRequested, StockResult
from shared.models.cart import Quote
from shared.models.order import OrderStatus
from tests.functions.order.orders import (
    CALL,
    CLAIMED,
    CODE_REFUSED,
    CREATE,
    HELD,
    NOW,
    NUMBER,
    OTHER_CALL,
    PLACEMENT,
    QUOTE,
    SHOES,
    SHORT,
    SOCKS,
    after,
    attempt_id,
    events,
    opened,
    placed,
    states,
    types,
    usd,
)


def test_a_confirmed_quote_asks_for_its_goods_and_codes_and_sets_a_deadline() -> None:
    decision = placed()

    assert decision.state.status is OrderStatus.RESERVING
    assert events(decision, StockRequested) == [
        StockRequested(
            action="hold",
            order_number=NUMBER,
            lines=(StockLine(sku="SHOE-42", quantity=1), StockLine(sku="SOCK-M", quantity=3)),
        )
    ]
    assert events(decision, CodeUseRequested) == [
        CodeUseRequested(
            action="claim", order_number=NUMBER, customer_id="ana", codes=("WELCOME10",)
        )
    ]
    timer = decision.emits[1]
    assert timer.event == OrderPaymentDue(number=NUMBER)
    assert timer.not_before == NOW + timedelta(minutes=2)


def test_equal_skus_are_held_together() -> None:
    lines = (SOCKS, SHOES, SOCKS)
    totals = QUOTE.totals.model_copy(update={"subtotal": usd(13100), "total": usd(12500)})
    quote = QUOTE.model_copy(update={"lines": lines, "totals": totals})

    decision = placed(CREATE.model_copy(update={"quote": quote}))

    request = events(decision, StockRequested)[0]
    assert isinstance(request, StockRequested)
    assert request.lines == (
        StockLine(sku="SHOE-42", quantity=1),
        StockLine(sku="SOCK-M", quantity=6),
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"expires_at": NOW - timedelta(seconds=1)}, "quote_expired"),
        ({"customer_id": "eve"}, "invalid"),
        ({"brand": "tech"}, "invalid"),
        ({"lines": ()}, "invalid"),
        ({"totals": QUOTE.totals.model_copy(update={"total": usd(1)})}, "invalid"),
        (
            {"totals": QUOTE.totals.model_copy(update={"discount": usd(100), "total": usd(11600)})},
            "invalid",
        ),
        ({"lines": (SHOES.model_copy(update={"line_total": usd(1)}), SOCKS)}, "invalid"),
    ],
)
def test_a_quote_that_does_not_hold_is_rejected(change: dict[str, object], reason: str) -> None:
    decision = placed(CREATE.model_copy(update={"quote": QUOTE.model_copy(update=change)}))

    assert decision.state.status is OrderStatus.REJECTED
    assert types(decision) == ["OrderRejected"]
    rejected = decision.emits[0].event
    assert isinstance(rejected, OrderRejected)
    assert (rejected.reason, rejected.reply_to) == (reason, CALL)


@pytest.mark.parametrize(
    "prices", [{"SHOE-42": usd(8900)}, {"SHOE-42": usd(1), "SOCK-M": usd(700)}]
)
def test_a_price_that_changed_or_a_product_that_is_gone_rejects_the_quote(
    prices: dict[str, object],
) -> None:
    placement = PLACEMENT.model_copy(update={"prices": prices})

    decision = placed(placement=placement)

    assert decision.state.reject_reason == "quote_changed"
    assert types(decision) == ["OrderRejected"]


@pytest.mark.parametrize("answers", [(HELD, CLAIMED), (CLAIMED, HELD)])
def test_the_payment_opens_when_goods_and_codes_are_there_in_any_order(
    answers: tuple[StockResult, StockResult],
) -> None:
    first = decide(placed().state, answers[0], NOW)

    second = decide(first.state, answers[1], NOW)

    assert first.emits == ()
    assert types(second) == ["PaymentOpenRequested"]
    attempt = second.state.attempts[0]
    assert second.emits[0].event == PaymentOpenRequested(number=NUMBER, attempt_id=attempt.id)
    assert (attempt.amount, attempt.expires_at) == (usd(10400), NOW + timedelta(minutes=15))


def test_a_shop_may_hold_goods_for_another_time_than_the_usual_one() -> None:
    hurried = PLACEMENT.model_copy(update={"payment_seconds": 60})
    state = decide_create(None, CREATE, hurried, NOW).state

    attempt = after(state, HELD, CLAIMED).attempts[0]

    assert attempt.expires_at == NOW + timedelta(seconds=60)


def test_an_opened_payment_tells_the_link_and_starts_the_time_for_paying() -> None:
    ready = states()["ready"]

    decision = decide(ready, opened(ready), NOW)

    created = events(decision, OrderCreated)[0]
    assert isinstance(created, OrderCreated)
    assert created.reply_to == CALL
    assert created.conversation == "fashion|c1"
    assert created.order.status is OrderStatus.PENDING_PAYMENT
    assert created.order.payment_url == f"https://pay/{attempt_id(ready)}"
    assert events(decision, PaymentRequested) == [
        PaymentRequested(
            number=NUMBER, attempt_id=attempt_id(ready), provider="test", amount=usd(10400)
        )
    ]
    assert decision.emits[-1].not_before == NOW + timedelta(minutes=15)
    assert decision.cancels == ("reserve-due",)


def test_attempts_have_ids_that_a_repetition_finds_again() -> None:
    assert attempt_id(after(placed().state, HELD, CLAIMED)) == attempt_id(
        after(placed().state, CLAIMED, HELD)
    )


def test_too_little_stock_rejects_and_says_what_is_left() -> None:
    decision = decide(after(placed().state, CLAIMED), SHORT, NOW)

    rejected = decision.emits[0].event
    assert isinstance(rejected, OrderRejected)
    assert rejected.reason == "sold_out"
    assert [(line.sku, line.quantity) for line in rejected.short] == [("SOCK-M", 1)]
    assert types(decision) == ["OrderRejected", "CodeUseRequested"]
    assert decision.state.claim == "released"


def test_nothing_left_of_a_sku_survives_the_wire() -> None:
    none_left = SHORT.model_copy(update={"short": (StockLine(sku="SOCK-M", quantity=0),)})

    rejected = decide(placed().state, none_left, NOW).emits[0].event

    assert OrderRejected.model_validate(rejected.wire()) == rejected


def test_goods_held_after_the_codes_were_refused_go_back() -> None:
    refused = decide(placed().state, CODE_REFUSED, NOW)

    late = decide(refused.state, HELD, NOW)

    assert types(refused) == ["OrderRejected"]
    assert [getattr(one.event, "action", "") for one in late.emits] == ["release"]
    assert late.state.hold == "released"


def test_a_second_confirmation_of_a_quote_gets_the_same_order() -> None:
    again = CREATE.model_copy(update={"reply_to": OTHER_CALL})

    decision = decide_create(states()["pending"], again, PLACEMENT, NOW)

    assert decision.state is states()["pending"]
    assert types(decision) == ["OrderCreated"]
    created = decision.emits[0].event
    assert isinstance(created, OrderCreated)
    assert (created.reply_to, created.order.number) == (OTHER_CALL, NUMBER)


@pytest.mark.parametrize(
    ("name", "kind"), [("rejected", "OrderRejected"), ("expired", "OrderCancelled")]
)
def test_a_second_confirmation_of_a_dead_quote_is_told_why(name: str, kind: str) -> None:
    decision = decide_create(states()[name], CREATE, PLACEMENT, NOW)

    assert types(decision) == [kind]


def test_somebody_elses_confirmation_of_a_quote_learns_nothing() -> None:
    theirs = CREATE.model_copy(update={"customer_id": "eve"})

    decision = decide_create(states()["pending"], theirs, PLACEMENT, NOW)

    assert decision.emits == ()
    assert decision.result == {"refusal": "not_found"}


def test_an_order_that_costs_nothing_is_confirmed_without_payment() -> None:
    totals = QUOTE.totals.model_copy(update={"discount": usd(-11500), "total": usd(0)})
    free: Quote = QUOTE.model_copy(update={"totals": totals})
    reserving = placed(CREATE.model_copy(update={"quote": free})).state

    decision = decide(after(reserving, HELD), CLAIMED, NOW)

    assert decision.state.status is OrderStatus.CONFIRMED
    assert types(decision) == [
        "OrderCreated",
        "OrderConfirmed",
        "StockRequested",
        "CartOrdered",
        "MemorySignals",
        "OrderReceiptRequested",
    ]


def test_an_order_whose_goods_are_never_answered_ends_at_its_deadline() -> None:
    reserving: OrderState = placed().state

    early = decide(reserving, OrderPaymentDue(number=NUMBER), NOW + timedelta(seconds=119))
    late = decide(reserving, OrderPaymentDue(number=NUMBER), NOW + timedelta(minutes=2))

    assert early.state is reserving
    assert early.emits == ()
    assert types(late) == ["OrderCancelled"]
    assert late.state.cancel_reason == "shop"
    assert types(decide(late.state, HELD, NOW)) == ["StockRequested"]
