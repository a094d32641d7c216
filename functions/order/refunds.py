"""Money that goes back: asked of the provider once, told when it is on its way."""

from uuid import UUID, uuid5

from functions.order.inputs import RefundReported
from functions.order.outcome import OrderDecision, about, done, emit, unchanged
from functions.order.state import OrderState, PaymentAttempt, Refund, refundable, refunded
from shared.events.orders import OrderRefunded
from shared.events.payments import RefundRequested
from shared.function.decision import Emit
from shared.models.money import Money
from shared.models.order import OrderStatus

AFTER_SALE = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.RETURNED})
"""Statuses in which a full refund ends the order as refunded."""


def refund(
    state: OrderState,
    attempt: PaymentAttempt,
    amount: Money,
    reason: str,
    return_id: str | None = None,
) -> tuple[OrderState, Emit]:
    """Return the state with one more refund, and the request for it."""
    one = Refund(
        id=str(uuid5(UUID(state.id), f"refund-{len(state.refunds) + 1}")),
        attempt_id=attempt.id,
        provider=attempt.provider,
        amount=amount,
        reason=reason,
        return_id=return_id,
    )
    state = state.model_copy(update={"refunds": (*state.refunds, one)})
    return state, emit(
        state,
        RefundRequested(
            number=state.number,
            refund_id=one.id,
            attempt_id=one.attempt_id,
            provider=one.provider,
            amount=one.amount,
            reason=one.reason,
        ),
    )


def refund_part(
    state: OrderState, wanted: Money, reason: str, return_id: str | None = None
) -> tuple[OrderState, tuple[Emit, ...]]:
    """Return the state with a refund of `wanted`, or of what is left if that is less."""
    attempt = state.attempt(state.paid_by or "")
    amount = min(wanted.amount_minor, refundable(state).amount_minor)
    if attempt is None or amount <= 0:
        return state, ()
    money = Money(amount_minor=amount, currency=wanted.currency)
    state, request = refund(state, attempt, money, reason, return_id)
    return state, (request,)


def refund_rest(state: OrderState, reason: str) -> tuple[OrderState, tuple[Emit, ...]]:
    """Return the state with everything refunded that is still left."""
    return refund_part(state, refundable(state), reason)


def refund_reported(state: OrderState, report: RefundReported) -> OrderDecision:
    """Decide what follows from the provider's answer to a refund."""
    one = next((one for one in state.refunds if one.id == report.refund_id), None)
    if one is None or one.status == "settled":
        return unchanged(state)
    if not report.settled:
        return _with_refund(state, one.model_copy(update={"status": "failed"}), "refund_failed")
    decision = _with_refund(state, one.model_copy(update={"status": "settled"}))
    state = _refunded_if_all(decision.state)
    return done(state, emit(state, OrderRefunded(**about(state), amount=one.amount)))


def _with_refund(state: OrderState, changed: Refund, flag: str = "") -> OrderDecision:
    refunds = tuple(changed if one.id == changed.id else one for one in state.refunds)
    flags = (*state.flags, flag) if flag and flag not in state.flags else state.flags
    return done(state.model_copy(update={"refunds": refunds, "flags": flags}))


def _refunded_if_all(state: OrderState) -> OrderState:
    nothing_left = refundable(state).amount_minor == 0
    pending = refunded(state, settled_only=False) != refunded(state, settled_only=True)
    if state.status in AFTER_SALE and nothing_left and not pending:
        return state.model_copy(update={"status": OrderStatus.REFUNDED})
    return state
