"""From a tool's arguments to the event that asks for it."""

from typing import Final

from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import UNADDRESSED, taste_of
from functions.seller.thinking.arguments import (
    Arguments,
    CartLine,
    CartSku,
    Code,
    Order,
    Products,
    Recommend,
    SearchFor,
    ShopQuestion,
)
from shared.events.carts import CartAction, CartRequested
from shared.events.event import Event
from shared.events.orders import OrderRequested
from shared.events.products import ProductQuery, ProductRecommend, Search
from shared.models.money import Money, exponent

_CART: Final[dict[str, CartAction]] = {
    "show_cart": "show",
    "add_to_cart": "add",
    "set_quantity": "set_quantity",
    "remove_from_cart": "remove",
    "apply_code": "apply_code",
    "remove_code": "remove_code",
}


def event_for(name: str, arguments: Arguments, scene: Scene) -> Event:
    """Return the event of a tool; who asks and whose tastes count is never the model's to say."""
    given = scene.given
    language = given.dialogue.language or given.brand.language
    customer = given.customer_id
    if name in _CART:
        return CartRequested(
            customer_id=customer,
            action=_CART[name],
            language=language,
            sku=arguments.sku if isinstance(arguments, CartLine | CartSku) else None,
            quantity=arguments.quantity if isinstance(arguments, CartLine) else None,
            code=arguments.code if isinstance(arguments, Code) else None,
        )
    if isinstance(arguments, Recommend):
        return ProductRecommend(
            reply_to=UNADDRESSED,
            kind=arguments.kind,
            language=language,
            customer_id=taste_of(scene),
            product_id=arguments.product_id,
            category=arguments.category,
        )
    if isinstance(arguments, SearchFor | Products | ShopQuestion):
        return _query(arguments, scene, language)
    number = arguments.number if isinstance(arguments, Order) else None
    action = "list" if name == "list_orders" else "status"
    return OrderRequested(customer_id=customer, action=action, number=number)


def _query(
    arguments: SearchFor | Products | ShopQuestion, scene: Scene, language: str
) -> ProductQuery:
    match arguments:
        case SearchFor():
            return ProductQuery(
                reply_to=UNADDRESSED,
                kind="search",
                language=language,
                customer_id=taste_of(scene),
                search=_search(arguments, scene.brand.currency),
            )
        case Products():
            return ProductQuery(
                reply_to=UNADDRESSED,
                kind="details",
                language=language,
                customer_id=taste_of(scene),
                product_ids=arguments.product_ids,
            )
        case ShopQuestion():
            return ProductQuery(
                reply_to=UNADDRESSED, kind="faq", language=language, question=arguments.question
            )


def _search(wanted: SearchFor, currency: str) -> Search:
    def money(amount: int | None) -> Money | None:
        if amount is None:
            return None
        return Money(amount_minor=amount * 10 ** exponent(currency), currency=currency)

    return Search(
        text=wanted.text,
        category=wanted.category,
        colours=wanted.colours,
        sizes=wanted.sizes,
        manufacturers=wanted.manufacturers,
        price_min=money(wanted.min_price),
        price_max=money(wanted.max_price),
        sort=wanted.sort,
    )
