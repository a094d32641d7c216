"""Events of the saga: orders to place, requests of shoppers, answers of catalog and cart."""

from datetime import datetime

from functions.order.applying import apply_rule
from functions.order.choose import meant
from functions.order.decide import SagaInput, decide, decide_create, decide_request
from functions.order.inputs import Placement, Terms
from functions.order.outcome import OrderDecision
from functions.order.records import (
    ORDERS,
    Recorded,
    loaded,
    numbered,
    order_id,
    orders_of,
    record_key,
    take_number,
)
from functions.order.state import OrderState
from functions.order.view import view
from shared.brands import brands
from shared.catalog_reads import products_for_skus
from shared.errors import InvalidEventError
from shared.events.carts import CodeUseResult
from shared.events.failures import RequestFailed
from shared.events.orders import OrderCreate, OrderPaymentDue, OrderRequested, OrderResult
from shared.events.products import StockResult
from shared.function.decision import Emit
from shared.function.delivery import Delivery
from shared.function.ledger import Applied
from shared.models.brand import Brand
from shared.settings import settings

LATEST = 5
"""How many orders a list in a chat shows."""


async def order_is_placed(event: OrderCreate, delivery: Delivery) -> None:
    """Make an order of a confirmed quote."""
    await place(event, delivery)


async def place(order: OrderCreate, delivery: Delivery, *, step: str = "") -> Applied[OrderState]:
    """Make an order of a quote, or find the one it has become."""
    brand = _brand(delivery.brand)
    key = record_key(brand.id, order_id(brand.id, order.quote.id))
    known = await loaded(delivery.store, key)
    skus = (line.sku for line in order.quote.lines)
    sold = await products_for_skus(delivery.store, brand.id, skus)
    placement = Placement(
        id=order_id(brand.id, order.quote.id),
        number=known.number if known else await take_number(delivery.store, brand, key),
        brand=brand.id,
        provider=brand.policies.payment.providers[0],
        prices={sku: variant.price for sku, (_, variant) in sold.items()},
        payment_seconds=settings().payment_seconds,
    )

    def decided(state: OrderState | None) -> OrderDecision:
        return decide_create(state, order, placement, delivery.now)

    return await delivery.apply(ORDERS, key, decided, step=step)


async def order_is_asked(event: OrderRequested, delivery: Delivery) -> None:
    """Show or change a customer's order."""
    if event.action == "list":
        orders = await orders_of(
            delivery.store, event.customer_id, brand=delivery.brand, limit=LATEST
        )
        await _answer(event, delivery, tuple(orders))
        return
    found = await _meant(event, delivery)
    if found is None:
        await _answer(event, delivery, (), "not_found")
    elif event.action == "status":
        await _answer(event, delivery, (found.state,))
    else:
        terms = Terms.of(_brand(found.state.brand))
        await apply_rule(
            delivery, found.key, lambda state: decide_request(state, event, terms, delivery.now)
        )


async def saga_goes_on(event: SagaInput, delivery: Delivery) -> None:
    """Take an answer, a prompt or a failure for an order."""
    number = _number(event)
    if number is None:
        return
    found = await numbered(delivery.store, number)
    if found is None:
        raise InvalidEventError("no such order")
    at = _at_least(delivery)
    await apply_rule(delivery, found.key, lambda state: decide(state, event, at))


async def _meant(event: OrderRequested, delivery: Delivery) -> Recorded | None:
    if event.number:
        found = await numbered(delivery.store, event.number.strip().upper())
        if found is None or found.state.customer_id != event.customer_id:
            return None
        return found if found.state.brand == delivery.brand else None
    orders = await orders_of(delivery.store, event.customer_id, brand=delivery.brand)
    state = meant(orders, event.action)
    return Recorded(record_key(state.brand, state.id), state) if state else None


async def _answer(
    event: OrderRequested,
    delivery: Delivery,
    orders: tuple[OrderState, ...],
    refusal: str | None = None,
) -> None:
    if event.reply_to is None:
        return
    result = OrderResult(
        reply_to=event.reply_to,
        action=event.action,
        done=refusal is None,
        orders=tuple(view(one) for one in orders),
        refusal=refusal,
    )
    subject = event.number or event.customer_id
    await delivery.publish(Emit(result, subject))


def _number(event: SagaInput) -> str | None:
    match event:
        case StockResult() | CodeUseResult() | RequestFailed():
            return event.order_number
        case OrderPaymentDue():
            return event.number


def _at_least(delivery: Delivery) -> datetime:
    """Return now, or the time a timer was set for if this pod's clock is behind it."""
    time = delivery.envelope.time if delivery.envelope else ""
    return max(delivery.now, datetime.fromisoformat(time)) if time else delivery.now


def _brand(brand_id: str) -> Brand:
    brand = brands().get(brand_id)
    if brand is None:
        raise InvalidEventError(f"no brand {brand_id}")
    return brand
