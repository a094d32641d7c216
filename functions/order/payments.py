"""Attempts to pay, and the provider's word on them.

Exactly one change leaves pending payment. Money that comes for an order which cannot take it any
more, or that is not what was asked, is recorded and sent back in full.
"""

from datetime import datetime

from functions.order.confirm import confirm
from functions.order.ending import close_live, close_request, end_unpaid
from functions.order.inputs import PaymentOpened, PaymentReported
from functions.order.outcome import TIMERS, OrderDecision, about, answer, done, due, emit, unchanged
from functions.order.refunds import refund
from functions.order.reserve import open_attempt
from functions.order.state import OrderState, PaymentAttempt
from functions.order.view import view
from shared.events.orders import OrderCreated
from shared.events.payments import PaymentFailed, PaymentRequested, PaymentSucceeded
from shared.function.decision import Decision, Emit
from shared.models.order import OrderStatus

TAKEN = frozenset({"succeeded", "invalid"})


def payment_opened(state: OrderState, opened: PaymentOpened) -> OrderDecision:
    """Decide what follows when the provider opened an attempt: the shopper gets the link."""
    attempt = state.attempt(opened.attempt_id)
    if attempt is None or attempt.status in {"open", *TAKEN}:
        return unchanged(state)
    if attempt.status != "opening":
        # It was given up while the provider was still opening it.
        return Decision(state=state, emits=(close_request(state, attempt.id),))
    first, reply_to, waiting = (
        state.status is OrderStatus.RESERVING,
        state.reply_to,
        state.waiting_for_link,
    )
    attempt = attempt.model_copy(update={"status": "open", "url": opened.url})
    state = state.with_attempt(attempt).model_copy(
        update={
            "status": OrderStatus.PENDING_PAYMENT,
            "payment_expires_at": attempt.expires_at,
            "reply_to": None,
            "waiting_for_link": (),
        }
    )
    requested = _requested(state, attempt)
    if first:
        created = emit(state, OrderCreated(**about(state), reply_to=reply_to))
        timer = due(state, attempt.expires_at, "payment-due")
        return done(state, created, requested, timer, cancels=("reserve-due",))
    replies = [one for call in waiting for one in answer(state, "pay_again", call)]
    return done(state, requested, *replies)


def payment_reported(state: OrderState, report: PaymentReported, now: datetime) -> OrderDecision:
    """Decide what a provider's word on an attempt means for the order."""
    attempt = state.attempt(report.attempt_id)
    if attempt is None:
        return Decision(state=state, result={"refusal": "not_found"})
    if attempt.status in TAKEN:
        return unchanged(state)
    if report.outcome == "failed":
        return _failed(state, attempt)
    if report.amount != attempt.amount:
        return _mismatched(state, attempt, report)
    return _succeeded(state, attempt, now)


def _succeeded(state: OrderState, attempt: PaymentAttempt, now: datetime) -> OrderDecision:
    attempt = attempt.model_copy(update={"status": "succeeded", "received": attempt.amount})
    state = state.with_attempt(attempt)
    succeeded = emit(
        state,
        PaymentSucceeded(
            number=state.number,
            attempt_id=attempt.id,
            provider=attempt.provider,
            amount=attempt.amount,
        ),
    )
    if not state.unpaid:
        state, request = refund(state, attempt, attempt.amount, "the order took no payment")
        return done(state, succeeded, request)
    state, closings = close_live(state.model_copy(update={"paid_by": attempt.id}))
    state, emits = confirm(state, now)
    return done(state, succeeded, *emits, *closings, cancels=TIMERS)


def _failed(state: OrderState, attempt: PaymentAttempt) -> OrderDecision:
    if attempt.status not in {"opening", "open"}:
        return unchanged(state)
    state = state.with_attempt(attempt.model_copy(update={"status": "failed"}))
    if state.status is OrderStatus.RESERVING:
        return end_unpaid(state, "payment_failed")
    waiting = state.waiting_for_link
    replies = [one for call in waiting for one in answer(state, "pay_again", call, "unavailable")]
    state = state.model_copy(update={"waiting_for_link": ()})
    failed = PaymentFailed(
        number=state.number,
        attempt_id=attempt.id,
        provider=attempt.provider,
        conversation=state.conversation,
        customer_id=state.customer_id,
        order=view(state),
    )
    return done(state, emit(state, failed), *replies)


def _mismatched(
    state: OrderState, attempt: PaymentAttempt, report: PaymentReported
) -> OrderDecision:
    attempt = attempt.model_copy(update={"status": "invalid", "received": report.amount})
    flags = dict.fromkeys((*state.flags, "payment_mismatch"))
    state = state.with_attempt(attempt).model_copy(update={"flags": tuple(flags)})
    state, sent_back = refund(state, attempt, report.amount, "not the amount asked for")
    if state.expiring or state.status is OrderStatus.RESERVING:
        ended = end_unpaid(state, "not_paid_in_time" if state.expiring else "payment_failed")
        return done(ended.state, sent_back, *ended.emits, cancels=TIMERS)
    if state.pay_again and (deadline := state.payment_expires_at):
        state = state.model_copy(update={"pay_again": False})
        state, request = open_attempt(state, deadline)
        return done(state, sent_back, request)
    return done(state, sent_back)


def _requested(state: OrderState, attempt: PaymentAttempt) -> Emit:
    return emit(
        state,
        PaymentRequested(
            number=state.number,
            attempt_id=attempt.id,
            provider=attempt.provider,
            amount=attempt.amount,
        ),
    )
