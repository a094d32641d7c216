"""Goods that come back, and the money for them."""

from datetime import datetime
from uuid import UUID, uuid5

from functions.order.inputs import GoodsReceived
from functions.order.outcome import OrderDecision, about, done, emit, refused, stock
from functions.order.refunds import refund_part, refund_rest
from functions.order.state import OrderState, Return, refundable
from shared.events.orders import OrderReturned
from shared.function.decision import Emit
from shared.models.money import Money
from shared.models.order import OrderStatus

BACK_FROM = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.REFUNDED})


def announce(
    state: OrderState, skus: tuple[str, ...], reason: str, now: datetime
) -> tuple[OrderState, Return, Emit]:
    """Return the state with goods announced to come back, and the fact of it."""
    one = Return(
        id=str(uuid5(UUID(state.id), f"return-{len(state.returns) + 1}")),
        skus=skus,
        reason=reason,
        announced_at=now,
    )
    state = state.model_copy(update={"returns": (*state.returns, one)})
    return state, one, emit(state, OrderReturned(**about(state), skus=skus))


def returnable(state: OrderState, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the SKUs of the order among `wanted` (empty = all) that do not come back already."""
    gone = {sku for one in state.returns for sku in one.skus}
    skus = dict.fromkeys(line.sku for line in state.quote.lines)
    return tuple(sku for sku in skus if sku not in gone and (not wanted or sku in wanted))


def worth(state: OrderState, skus: tuple[str, ...]) -> Money:
    """Return what goods of the order cost with their part of discount and tax.

    All goods together are worth all that is left of the payment, delivery included.
    """
    left = refundable(state)
    if set(skus) == {line.sku for line in state.quote.lines}:
        return left
    lines = [line for line in state.quote.lines if line.sku in skus]
    net = sum(
        line.line_total.amount_minor + (line.discount.amount_minor if line.discount else 0)
        for line in lines
    )
    totals = state.quote.totals
    taxed = totals.total.amount_minor - totals.tax.amount_minor
    tax = totals.tax.amount_minor * net // taxed if taxed > 0 else 0
    return Money(amount_minor=max(0, min(net + tax, left.amount_minor)), currency=state.currency)


def goods_received(state: OrderState, received: GoodsReceived) -> OrderDecision:
    """Decide what follows when announced goods are back: restocked, and refunded if not yet."""
    arrived = tuple(
        one
        for one in state.returns
        if one.status == "announced" and received.return_id in {None, one.id}
    )
    if not arrived or state.status not in BACK_FROM:
        return refused(state, "not_found" if not arrived else "not_allowed_in_status")
    emits: list[Emit] = []
    for one in arrived:
        lines = tuple(line for line in state.quote.lines if line.sku in one.skus)
        emits.append(stock(state, "restock", lines, restock_id=one.id))
        if all(money.return_id != one.id for money in state.refunds):
            reason = "goods returned"
            state, requests = refund_part(state, worth(state, one.skus), reason, one.id)
            emits += requests
    returns = tuple(
        one.model_copy(update={"status": "received"}) if one in arrived else one
        for one in state.returns
    )
    state = state.model_copy(update={"returns": returns})
    back = {sku for one in returns if one.status == "received" for sku in one.skus}
    if state.status is OrderStatus.REFUNDED or back != {line.sku for line in state.quote.lines}:
        return done(state, *emits)
    state, requests = refund_rest(state, "goods returned")
    return done(state.model_copy(update={"status": OrderStatus.RETURNED}), *emits, *requests)
