"""From a confirmed quote to an order that reserves its goods."""

from datetime import datetime, timedelta
from typing import Final

from functions.order.inputs import Placement
from functions.order.outcome import OrderDecision, about, done, due, emit, stock, unchanged
from functions.order.state import OrderState, RejectReason
from shared.events.carts import CodeUseRequested
from shared.events.event import ReplyTo
from shared.events.orders import OrderCancelled, OrderCreate, OrderCreated, OrderFact, OrderRejected
from shared.function.decision import Decision
from shared.models.cart import LineItem, Quote
from shared.models.money import Money
from shared.models.order import OrderStatus

RESERVE_TIME: Final = timedelta(minutes=2)
"""How long stock, codes and the payment provider may take to answer."""


def place(order: OrderCreate, placement: Placement, now: datetime) -> OrderDecision:
    """Decide whether a quote becomes an order; if so, its goods and codes are asked for."""
    state = _recorded(order, placement, now)
    reason = refusal(order, placement, now)
    if reason:
        rejected = state.model_copy(
            update={"status": OrderStatus.REJECTED, "reject_reason": reason, "reply_to": None}
        )
        told = OrderRejected(**about(rejected), reply_to=order.reply_to, reason=reason)
        return done(rejected, emit(rejected, told))
    claim = "requested" if order.quote.codes else "none"
    state = state.model_copy(update={"hold": "requested", "claim": claim})
    emits = [stock(state, "hold"), due(state, state.reserve_by, "reserve-due")]
    if order.quote.codes:
        emits.append(emit(state, claim_of(state)))
    return done(state, *emits)


def place_again(state: OrderState, order: OrderCreate) -> OrderDecision:
    """Decide what a second confirmation of the same quote gets: the same order, not another."""
    if order.customer_id != state.customer_id:
        return Decision(state=state, result={"refusal": "not_found"})
    if order.reply_to is None:
        return unchanged(state)
    if state.status is OrderStatus.RESERVING:
        return done(state.model_copy(update={"reply_to": order.reply_to}))
    return done(state, emit(state, _told_again(state, order.reply_to)))


def _told_again(state: OrderState, reply_to: ReplyTo) -> OrderFact:
    fields = about(state)
    if state.reject_reason is not None:
        return OrderRejected(
            **fields, reply_to=reply_to, reason=state.reject_reason, short=state.short
        )
    if state.cancel_reason is not None:
        return OrderCancelled(**fields, reply_to=reply_to, reason=state.cancel_reason)
    return OrderCreated(**fields, reply_to=reply_to)


def claim_of(state: OrderState) -> CodeUseRequested:
    """Return the request to count the order's codes against their limits."""
    return CodeUseRequested(
        action="claim",
        order_number=state.number,
        customer_id=state.customer_id,
        codes=state.quote.codes,
    )


def refusal(order: OrderCreate, placement: Placement, now: datetime) -> RejectReason | None:
    """Return why a quote cannot become an order: it is not the shopper's, late, or outdated."""
    quote = order.quote
    if quote.brand != placement.brand or quote.customer_id != order.customer_id:
        return "invalid"
    if not _adds_up(quote):
        return "invalid"
    if now > quote.expires_at:
        return "quote_expired"
    if any(placement.prices.get(line.sku) != line.unit_price for line in quote.lines):
        return "quote_changed"
    return None


def _adds_up(quote: Quote) -> bool:
    totals = quote.totals
    parts = (totals.subtotal, totals.discount, totals.shipping, totals.tax)
    currency = totals.total.currency
    amounts = (*parts, *(line.unit_price for line in quote.lines))
    if not quote.lines or any(amount.currency != currency for amount in amounts):
        return False
    goods = sum(line.line_total.amount_minor for line in quote.lines)
    return (
        all(_line_adds_up(line) for line in quote.lines)
        and goods == totals.subtotal.amount_minor
        and totals.discount.amount_minor <= 0
        and min(totals.shipping.amount_minor, totals.tax.amount_minor) >= 0
        and sum(part.amount_minor for part in parts) == totals.total.amount_minor >= 0
    )


def _line_adds_up(line: LineItem) -> bool:
    expected: Money = line.unit_price.times(line.quantity)
    return line.quantity >= 1 and line.unit_price.amount_minor >= 0 and line.line_total == expected


def _recorded(order: OrderCreate, placement: Placement, now: datetime) -> OrderState:
    return OrderState(
        id=placement.id,
        number=placement.number,
        brand=placement.brand,
        customer_id=order.customer_id,
        conversation=order.conversation,
        reply_to=order.reply_to,
        language=order.language,
        quote=order.quote,
        address=order.quote.address,
        provider=placement.provider,
        status=OrderStatus.RESERVING,
        reserve_by=now + RESERVE_TIME,
        payment_seconds=placement.payment_seconds,
        placed_at=now,
        updated_at=now,
    )
