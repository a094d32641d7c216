from datetime import timedelta

from functions.order.decide import decide
from functions.order.inputs import PaymentReported
from functions.order.view import view
from shared.events.customers import MemorySignals
from shared.events.failures import RequestFailed
from shared.events.orders import OrderCancelled, OrderResult
from shared.events.payments import (
    PaymentCloseRequested,
    PaymentFailed,
    PaymentOpenRequested,
    RefundRequested,
)
from shared.models.order import OrderStatus
from tests.functions.order.orders import (
    DUE,
    LATER,
    NOW,
    NUMBER,
    OTHER_CALL,
    after,
    asked,
    attempt_id,
    closed,
    events,
    failed,
    opened,
    paid,
    request,
    settled,
    states,
    types,
    usd,
)


def test_a_payment_confirms_and_sells_and_empties_the_cart() -> None:
    pending = states()["pending"]

    decision = decide(pending, paid(pending), NOW)

    assert decision.state.status is OrderStatus.CONFIRMED
    assert types(decision) == [
        "PaymentSucceeded",
        "OrderConfirmed",
        "StockRequested",
        "CartOrdered",
        "MemorySignals",
        "OrderReceiptRequested",
    ]
    assert (view(decision.state).paid, view(decision.state).refunded) == (usd(10400), usd(0))
    (bought,) = (emit.event for emit in decision.emits if isinstance(emit.event, MemorySignals))
    assert bought.customer_id == pending.customer_id
    assert [(one.kind, one.product_id, one.price) for one in bought.signals] == [
        ("purchase", line.product_id, line.unit_price) for line in pending.quote.lines
    ]
    assert "payment-due" in decision.cancels


def test_the_same_payment_told_twice_counts_once() -> None:
    confirmed = states()["confirmed"]

    decision = decide(confirmed, paid(confirmed), NOW)

    assert decision.state is confirmed
    assert decision.emits == ()


def test_a_payment_before_the_end_of_time_confirms_and_the_end_changes_nothing() -> None:
    pending = states()["pending"]
    confirmed = after(pending, paid(pending), now=LATER)

    decision = decide(confirmed, DUE, LATER)

    assert decision.state is confirmed
    assert decision.emits == ()


def test_a_payment_while_the_provider_is_being_closed_confirms() -> None:
    expiring = states()["expiring"]
    confirmed = after(expiring, paid(expiring), now=LATER)

    decision = decide(confirmed, closed(expiring), LATER)

    assert confirmed.status is OrderStatus.CONFIRMED
    assert decision.state is confirmed
    assert decision.emits == ()


def test_a_payment_after_the_end_goes_back_in_full_and_the_order_stays_cancelled() -> None:
    expired = states()["expired"]

    late = decide(expired, paid(expired), LATER)
    told = decide(late.state, settled(late.state), LATER)

    assert late.state.status is OrderStatus.CANCELLED
    assert types(late) == ["PaymentSucceeded", "RefundRequested"]
    refund = events(late, RefundRequested)[0]
    assert isinstance(refund, RefundRequested)
    assert refund.amount == usd(10400)
    assert types(told) == ["OrderRefunded"]
    assert view(told.state).refunded == usd(10400)


def test_the_end_of_time_closes_the_provider_before_the_goods_go_back() -> None:
    pending = states()["pending"]

    prompted = decide(pending, DUE, LATER)
    ended = decide(prompted.state, closed(pending), LATER)

    assert prompted.state.status is OrderStatus.PENDING_PAYMENT
    assert types(prompted) == ["PaymentCloseRequested", "OrderPaymentDue"]
    assert types(ended) == ["OrderCancelled", "StockRequested", "CodeUseRequested"]
    cancelled = ended.emits[0].event
    assert isinstance(cancelled, OrderCancelled)
    assert cancelled.reason == "not_paid_in_time"


def test_a_silent_provider_does_not_keep_the_goods_for_ever() -> None:
    expiring = states()["expiring"]

    decision = decide(expiring, DUE, LATER + timedelta(minutes=2))

    assert decision.state.status is OrderStatus.CANCELLED
    assert decision.state.hold == "released"


def test_a_provider_that_failed_for_good_does_not_keep_the_goods_either() -> None:
    gone = RequestFailed(
        failed_type=PaymentCloseRequested.type,
        failed_id="e",
        consumer="order-processor",
        reason="down",
    )

    assert after(states()["expiring"], gone).status is OrderStatus.CANCELLED


def test_a_prompt_before_its_time_changes_nothing() -> None:
    decision = decide(states()["pending"], DUE, LATER - timedelta(minutes=2))

    assert decision.state is states()["pending"]
    assert decision.emits == ()


def test_a_failed_payment_is_told_and_the_order_waits() -> None:
    pending = states()["pending"]

    decision = decide(pending, failed(pending), NOW)

    assert decision.state.status is OrderStatus.PENDING_PAYMENT
    told = decision.emits[0].event
    assert isinstance(told, PaymentFailed)
    assert (told.conversation, told.order.payment_url) == ("fashion|c1", None)


def test_a_failure_told_after_the_success_changes_nothing() -> None:
    confirmed = states()["confirmed"]

    assert decide(confirmed, failed(confirmed), NOW).state is confirmed


def test_paying_again_closes_the_failed_attempt_before_it_opens_another() -> None:
    waiting = asked(states()["payment_failed"], request("pay_again"))

    reopened = decide(waiting.state, closed(waiting.state), NOW)
    told = decide(reopened.state, opened(reopened.state), NOW)

    first, second = (one.id for one in told.state.attempts)
    assert waiting.emits[0].event == PaymentCloseRequested(number=NUMBER, attempt_id=first)
    assert reopened.emits[0].event == PaymentOpenRequested(number=NUMBER, attempt_id=second)
    result = events(told, OrderResult)[0]
    assert isinstance(result, OrderResult)
    assert (result.done, result.reply_to) == (True, OTHER_CALL)
    assert result.orders[0].payment_url == f"https://pay/{second}"
    assert result.orders[0].payment_expires_at == NOW + timedelta(minutes=15)


def test_paying_again_with_an_open_attempt_gives_the_same_link() -> None:
    decision = asked(states()["pending"], request("pay_again"))

    assert decision.state is states()["pending"]
    result = events(decision, OrderResult)[0]
    assert isinstance(result, OrderResult)
    assert result.orders[0].payment_url == f"https://pay/{attempt_id(decision.state)}"


def test_a_second_success_is_sent_back_and_the_order_stays_confirmed() -> None:
    waiting = asked(states()["payment_failed"], request("pay_again")).state
    reopened = after(waiting, closed(waiting))
    pending = after(reopened, opened(reopened))
    confirmed = after(pending, paid(pending, 0))

    decision = decide(confirmed, paid(confirmed, 1), NOW)

    assert confirmed.paid_by == attempt_id(pending, 0)
    assert decision.state.status is OrderStatus.CONFIRMED
    refund = events(decision, RefundRequested)[0]
    assert isinstance(refund, RefundRequested)
    assert (refund.attempt_id, refund.amount) == (attempt_id(pending, 1), usd(10400))


def test_a_payment_by_an_old_attempt_closes_the_new_one() -> None:
    waiting = asked(states()["payment_failed"], request("pay_again")).state
    reopened = after(waiting, closed(waiting))
    pending = after(reopened, opened(reopened))

    decision = decide(pending, paid(pending, 0), NOW)

    assert events(decision, PaymentCloseRequested) == [
        PaymentCloseRequested(number=NUMBER, attempt_id=attempt_id(pending, 1))
    ]
    assert decision.state.live_attempt is None


def test_money_of_the_wrong_amount_goes_back_and_a_person_is_flagged() -> None:
    pending = states()["pending"]

    decision = decide(pending, paid(pending, minor=10399), NOW)

    assert decision.state.status is OrderStatus.PENDING_PAYMENT
    assert decision.state.flags == ("payment_mismatch",)
    refund = events(decision, RefundRequested)[0]
    assert isinstance(refund, RefundRequested)
    assert refund.amount == usd(10399)


def test_a_word_on_an_unknown_attempt_is_refused() -> None:
    forged = PaymentReported(attempt_id="?", outcome="succeeded", amount=usd(10400))

    decision = decide(states()["pending"], forged, NOW)

    assert decision.state is states()["pending"]
    assert decision.result == {"refusal": "not_found"}


def test_an_attempt_opened_after_it_was_given_up_is_closed() -> None:
    ready = states()["ready"]
    cancelled = asked(ready, request("cancel")).state

    decision = decide(cancelled, opened(ready), NOW)

    assert decision.state is cancelled
    assert types(decision) == ["PaymentCloseRequested"]


def test_a_refund_the_provider_refused_is_flagged_and_may_still_settle() -> None:
    cancelled = states()["cancelled_paid"]
    refused = settled(cancelled).model_copy(update={"settled": False})

    flagged = decide(cancelled, refused, NOW).state

    assert flagged.flags == ("refund_failed",)
    assert types(decide(flagged, settled(flagged), NOW)) == ["OrderRefunded"]
