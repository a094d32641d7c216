"""From an event to the cart or code it is about."""

from functions.cart.claims import claim_all, order_of, release_all
from functions.cart.decide import decide
from functions.cart.lifecycle import look_abandoned, take_ordered
from functions.cart.read import shop_for, shop_of
from functions.cart.shop import Shop
from functions.cart.state import CARTS, CartState, cart_id, open_cart
from shared.brands import brands
from shared.errors import InvalidEventError
from shared.events.carts import (
    CartAbandonmentDue,
    CartOrdered,
    CartRequested,
    CodeUseRequested,
    CodeUseResult,
)
from shared.function.decision import Decision, Emit
from shared.function.delivery import Delivery
from shared.models.brand import Brand


async def cart_requested(event: CartRequested, delivery: Delivery) -> None:
    """Carry out what a seller's turn, or a merge, asks of a cart."""
    brand = _brand(delivery)

    async def decided(state: CartState | None) -> Decision[CartState]:
        shop = await shop_for(delivery.store, brand, state, event, delivery.now)
        return decide(state, event, shop)

    await delivery.apply(CARTS, cart_id(brand.id, event.customer_id), decided)


async def cart_ordered(event: CartOrdered, delivery: Delivery) -> None:
    """Take out of a cart what was ordered from it."""
    shop = Shop(_brand(delivery), delivery.now)

    def decided(state: CartState | None) -> Decision[CartState]:
        cart = state or open_cart(shop.brand.id, event.customer_id, delivery.now)
        return take_ordered(cart, event, shop)

    await delivery.apply(CARTS, cart_id(shop.brand.id, event.customer_id), decided)


async def abandonment_due(event: CartAbandonmentDue, delivery: Delivery) -> None:
    """Look whether a cart was left alone since its timer was set."""
    brand = _brand(delivery)

    async def decided(state: CartState | None) -> Decision[CartState]:
        if state is None:
            raise InvalidEventError("no such cart")
        shop = await shop_of(delivery.store, brand, state, delivery.now)
        return look_abandoned(state, event, shop)

    await delivery.apply(CARTS, event.cart_id, decided)


async def code_use_requested(event: CodeUseRequested, delivery: Delivery) -> None:
    """Count an order's use of its codes, or give the uses back."""
    order = order_of(event, delivery.brand, delivery.now)
    if event.action == "release":
        await release_all(delivery.store, order, event.codes)
        return
    refused = await claim_all(delivery.store, order, event.codes)
    result = CodeUseResult(order_number=event.order_number, claimed=not refused, refused=refused)
    await delivery.publish(Emit(result, event.order_number))


def _brand(delivery: Delivery) -> Brand:
    brand = brands().get(delivery.brand)
    if brand is None:
        raise InvalidEventError(f"no brand {delivery.brand}")
    return brand
