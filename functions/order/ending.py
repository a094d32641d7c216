"""How an order ends without being delivered: everything it took goes back."""

from functions.order.outcome import TIMERS, OrderDecision, about, answer, done, emit, stock
from functions.order.refunds import refund_rest
from functions.order.reserve import released_of
from functions.order.state import CancelReason, OrderState
from shared.events.orders import OrderCancelled
from shared.events.payments import PaymentCloseRequested
from shared.function.decision import Emit
from shared.models.order import OrderStatus


def end_unpaid(state: OrderState, reason: CancelReason) -> OrderDecision:
    """Return the decision that an unpaid order ends; a payment that comes later is sent back."""
    reply_to, waiting = state.reply_to, state.waiting_for_link
    state, closings = close_live(_cancelled(state, reason))
    state, releases = released_of(state)
    told = emit(state, OrderCancelled(**about(state), reason=reason, reply_to=reply_to))
    replies = [
        one for call in waiting for one in answer(state, "pay_again", call, "not_allowed_in_status")
    ]
    return done(state, told, *closings, *releases, *replies, cancels=TIMERS)


def end_paid(state: OrderState, reason: CancelReason) -> OrderDecision:
    """Return the decision that a paid order ends before it leaves: money and goods go back."""
    state, refunds = refund_rest(_cancelled(state, reason), f"cancelled: {reason}")
    restock = stock(state, "restock", restock_id=f"{state.number}-cancelled")
    state, releases = released_of(state.model_copy(update={"hold": "restocked"}))
    told = emit(state, OrderCancelled(**about(state), reason=reason))
    return done(state, told, *refunds, restock, *releases)


def close_live(state: OrderState) -> tuple[OrderState, tuple[Emit, ...]]:
    """Return the state with its live attempt given up, and the request to close it."""
    attempt = state.live_attempt
    if attempt is None:
        return state, ()
    closed = state.with_attempt(attempt.model_copy(update={"status": "closed"}))
    return closed, (close_request(state, attempt.id),)


def close_request(state: OrderState, attempt_id: str) -> Emit:
    """Return the request that the provider takes no money for an attempt any more."""
    return emit(state, PaymentCloseRequested(number=state.number, attempt_id=attempt_id))


def _cancelled(state: OrderState, reason: CancelReason) -> OrderState:
    return state.model_copy(
        update={
            "status": OrderStatus.CANCELLED,
            "cancel_reason": reason,
            "reply_to": None,
            "expiring": False,
            "pay_again": False,
            "waiting_for_link": (),
            "payment_expires_at": None,
        }
    )
