"""The end of the time for paying, and paying again within it."""

from datetime import datetime, timedelta
from typing import Final

from functions.order.ending import close_request, end_unpaid
from functions.order.inputs import PaymentClosed
from functions.order.outcome import OrderDecision, answer, done, due, refused, unchanged
from functions.order.reserve import open_attempt
from functions.order.state import OrderState
from shared.events.event import ReplyTo
from shared.models.order import OrderStatus

CLOSE_TIME: Final = timedelta(minutes=2)
"""How long a provider may take to close an attempt before the order ends without its word."""


def payment_due(state: OrderState, now: datetime) -> OrderDecision:
    """Decide what the end of the time for paying prompts: the provider is closed first.

    Each deadline has its own timer, so a prompt before its time needs no answer.
    """
    if not state.unpaid:
        return unchanged(state)
    if state.status is OrderStatus.RESERVING:
        return unchanged(state) if now < state.reserve_by else end_unpaid(state, "shop")
    if now < (state.payment_expires_at or now):
        return unchanged(state)
    attempt = state.live_attempt
    if attempt is None or state.expiring:
        # Nothing to close, or the provider is silent: a payment that still comes is sent back.
        return end_unpaid(state, "not_paid_in_time")
    state = state.with_attempt(attempt.model_copy(update={"status": "closing"}))
    state = state.model_copy(update={"expiring": True, "pay_again": False})
    return done(state, close_request(state, attempt.id), due(state, now + CLOSE_TIME, "close-due"))


def payment_closed(state: OrderState, closed: PaymentClosed) -> OrderDecision:
    """Decide what follows when the provider takes no money for an attempt any more."""
    attempt = state.attempt(closed.attempt_id)
    if attempt is None or attempt.status != "closing":
        return unchanged(state)
    state = state.with_attempt(attempt.model_copy(update={"status": "closed"}))
    if state.expiring:
        return end_unpaid(state, "not_paid_in_time")
    if state.pay_again and (deadline := state.payment_expires_at):
        state = state.model_copy(update={"pay_again": False})
        state, request = open_attempt(state, deadline)
        return done(state, request)
    return done(state)


def pay_again(state: OrderState, reply_to: ReplyTo | None, now: datetime) -> OrderDecision:
    """Decide what a shopper gets who wants to pay: the open link, or a new attempt.

    A failed attempt is closed at its provider before the next one opens: two never live at once.
    """
    deadline = state.payment_expires_at
    if state.status is not OrderStatus.PENDING_PAYMENT or deadline is None:
        return _no(state, reply_to)
    if state.expiring or now >= deadline:
        return refused(state, "too_late", answer(state, "pay_again", reply_to, "too_late"))
    live = state.live_attempt
    if live is not None and live.status == "open":
        return done(state, *answer(state, "pay_again", reply_to))
    waiting = (*state.waiting_for_link, *((reply_to,) if reply_to else ()))
    state = state.model_copy(update={"waiting_for_link": waiting})
    if live is not None:
        return done(state)
    last = state.attempts[-1]
    if last.status != "failed":
        state, request = open_attempt(state, deadline)
        return done(state, request)
    state = state.with_attempt(last.model_copy(update={"status": "closing"}))
    state = state.model_copy(update={"pay_again": True})
    return done(state, close_request(state, last.id))


def _no(state: OrderState, reply_to: ReplyTo | None) -> OrderDecision:
    paid = state.paid_by is not None
    refusal = "nothing_to_pay" if paid else "not_allowed_in_status"
    return refused(state, refusal, answer(state, "pay_again", reply_to, refusal))
