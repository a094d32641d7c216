"""What an order does when something it asked for will not come."""

from functions.order.ending import end_unpaid
from functions.order.inputs import PaymentClosed
from functions.order.outcome import OrderDecision, answer, done, unchanged
from functions.order.paying_time import payment_closed
from functions.order.state import OrderState
from shared.events.carts import CodeUseRequested
from shared.events.failures import RequestFailed
from shared.events.payments import PaymentCloseRequested, PaymentOpenRequested, RefundRequested
from shared.events.products import StockRequested
from shared.models.order import OrderStatus


def request_failed(state: OrderState, failed: RequestFailed) -> OrderDecision:
    """Decide what follows when a request of this order went to the dead letters.

    Facts and later replays still count: what comes after all is given back or recorded.
    """
    reserving = state.status is OrderStatus.RESERVING
    match failed.failed_type:
        case StockRequested.type | CodeUseRequested.type if reserving:
            return end_unpaid(state, "shop")
        case PaymentOpenRequested.type:
            return end_unpaid(state, "payment_failed") if reserving else _not_opened(state)
        case PaymentCloseRequested.type:
            return _not_closed(state)
        case RefundRequested.type:
            return _flagged(state, "refund_failed")
        case _:
            return unchanged(state)


def _not_closed(state: OrderState) -> OrderDecision:
    if state.expiring and state.live_attempt:
        return payment_closed(state, PaymentClosed(attempt_id=state.live_attempt.id))
    return _not_opened(state) if state.pay_again else unchanged(state)


def _not_opened(state: OrderState) -> OrderDecision:
    attempt = state.live_attempt
    if attempt is None or state.expiring or attempt.status not in {"opening", "closing"}:
        return unchanged(state)
    replies = [
        one
        for call in state.waiting_for_link
        for one in answer(state, "pay_again", call, "unavailable")
    ]
    state = state.with_attempt(attempt.model_copy(update={"status": "failed"}))
    return done(state.model_copy(update={"pay_again": False, "waiting_for_link": ()}), *replies)


def _flagged(state: OrderState, flag: str) -> OrderDecision:
    # The money may be on its way all the same: only a person can tell, so nothing is freed here.
    return done(state.model_copy(update={"flags": tuple(dict.fromkeys((*state.flags, flag)))}))
