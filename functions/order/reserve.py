"""The saga's join: all goods held and all codes counted, or everything given back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from functions.order.confirm import confirm
from functions.order.outcome import TIMERS, OrderDecision, about, done, emit, stock, unchanged
from functions.order.state import OrderState, PaymentAttempt, RejectReason
from shared.events.carts import CodeUseRequested, CodeUseResult
from shared.events.orders import OrderRejected
from shared.events.payments import PaymentOpenRequested
from shared.events.products import StockLine, StockResult
from shared.function.decision import Emit
from shared.models.cart import LineItem
from shared.models.order import OrderStatus


def stock_answered(state: OrderState, result: StockResult, now: datetime) -> OrderDecision:
    """Decide what follows from the catalog's answer; a sale of goods not held needs a person."""
    if result.action == "sell" and not result.held:
        flags = dict.fromkeys((*state.flags, "stock_missing"))
        return done(state.model_copy(update={"flags": tuple(flags)}))
    if result.action != "hold" or state.hold != "requested":
        return unchanged(state)
    state = state.model_copy(update={"hold": "held" if result.held else "short"})
    if state.status is not OrderStatus.RESERVING:
        return give_back(state)
    if not result.held:
        return _reject(state, "sold_out", _left(state, result.short))
    return _join(state, now)


def codes_answered(state: OrderState, result: CodeUseResult, now: datetime) -> OrderDecision:
    """Decide what follows from the cart's answer to the claim of codes."""
    if state.claim != "requested":
        return unchanged(state)
    state = state.model_copy(update={"claim": "claimed" if result.claimed else "refused"})
    if state.status is not OrderStatus.RESERVING:
        return give_back(state)
    if not result.claimed:
        return _reject(state, "code_refused", ())
    return _join(state, now)


def give_back(state: OrderState, *emits: Emit) -> OrderDecision:
    """Return the decision that an order which ended keeps neither goods nor codes."""
    released, releases = released_of(state)
    return done(released, *emits, *releases, cancels=TIMERS)


def released_of(state: OrderState) -> tuple[OrderState, tuple[Emit, ...]]:
    """Return the state without what it held, and the requests that give it back.

    What was asked for but not answered yet is given back when the answer comes: a release
    must not overtake its hold.
    """
    emits: list[Emit] = []
    if state.hold == "held":
        state = state.model_copy(update={"hold": "released"})
        emits.append(stock(state, "release"))
    if state.claim == "claimed":
        state = state.model_copy(update={"claim": "released"})
        release = CodeUseRequested(
            action="release",
            order_number=state.number,
            customer_id=state.customer_id,
            codes=state.quote.codes,
        )
        emits.append(emit(state, release))
    return state, tuple(emits)


def open_attempt(state: OrderState, expires_at: datetime) -> tuple[OrderState, Emit]:
    """Return the state with a new payment attempt, and the request to open it.

    Its id derives from the order's: repeated, the same attempt is opened.
    """
    attempt = PaymentAttempt(
        id=str(uuid5(UUID(state.id), f"payment-{len(state.attempts) + 1}")),
        provider=state.provider,
        amount=state.quote.totals.total,
        expires_at=expires_at,
    )
    state = state.model_copy(update={"attempts": (*state.attempts, attempt)})
    return state, Emit(
        event=PaymentOpenRequested(number=state.number, attempt_id=attempt.id),
        subject=state.number,
        brand=state.brand,
        expires_at=expires_at,
    )


def _join(state: OrderState, now: datetime) -> OrderDecision:
    if state.hold != "held" or state.claim == "requested":
        return done(state)
    if state.quote.totals.total.amount_minor == 0:
        state, emits = confirm(state, now)
        return done(state, *emits, cancels=TIMERS)
    state, request = open_attempt(state, now + timedelta(seconds=state.payment_seconds))
    return done(state, request)


def _reject(state: OrderState, reason: RejectReason, short: tuple[LineItem, ...]) -> OrderDecision:
    reply_to = state.reply_to
    state = state.model_copy(
        update={
            "status": OrderStatus.REJECTED,
            "reject_reason": reason,
            "short": short,
            "reply_to": None,
        }
    )
    rejected = OrderRejected(**about(state), reply_to=reply_to, reason=reason, short=short)
    return give_back(state, emit(state, rejected))


def _left(state: OrderState, short: Sequence[StockLine]) -> tuple[LineItem, ...]:
    available = {line.sku: max(0, line.quantity) for line in short}
    return tuple(
        line.model_copy(
            update={
                "quantity": available[line.sku],
                "line_total": line.unit_price.times(available[line.sku]),
                "discount": None,
            }
        )
        for line in state.quote.lines
        if line.sku in available
    )
