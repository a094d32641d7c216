"""An order put together in WhatsApp's own catalog: re-priced and put into the cart."""

from functions.seller.planner.answers import lines
from functions.seller.planner.cart import cart_request
from functions.seller.planner.cart_view import cart_reply, named, notice_text
from functions.seller.planner.hand_off import trouble
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Ask, Plan, ask_cart, details
from functions.seller.planner.variants import settle
from shared.events.carts import CartUpdated
from shared.models.message import OrderedItem
from shared.models.money import Money
from shared.models.product import Product
from shared.models.wire import in_language

_MOST = 12
"""Lines added in one turn, each its own step."""


def take_order(scene: Scene, items: tuple[OrderedItem, ...]) -> Plan:
    """Put what was ordered into the cart, one after another, at the prices of today."""
    taken = items[:_MOST]
    products = yield from details(scene, tuple(item.product_id for item in taken))
    if products is None:
        return trouble(scene)
    said: list[str] = []
    last: CartUpdated | None = None
    for item in taken:
        sku, problem = _sku(scene, item.product_id, products)
        if sku is None:
            said.append(problem)
            continue
        request = cart_request(scene, "add", sku=sku, quantity=item.quantity)
        updated = yield from ask_cart(request)
        if updated is None:
            said.append(scene.say("line_failed", title=item.product_id))
            continue
        last = updated
        said.append(_told(scene, updated, sku, item.price_hint))
    if len(items) > _MOST:
        said.append(scene.say("lines_left_out", count=len(items) - _MOST))
    if last is None:
        last = yield from _current(scene)
    if last is None:
        return trouble(scene)
    lead = lines(scene.say("catalog_order"), *said)
    return cart_reply(scene, last.cart, lead)


def _sku(scene: Scene, ordered: str, products: tuple[Product, ...]) -> tuple[str | None, str]:
    """Return the SKU that an item of the catalog is, or why it is none."""
    for product in products:
        if any(variant.sku == ordered for variant in product.variants):
            return ordered, ""
        if product.id == ordered:
            variant = settle(product, {}).variant
            title = in_language(product.title, scene.voice.language)
            return (
                (variant.sku, "")
                if variant
                else (None, scene.say("line_needs_choice", title=title))
            )
    return None, scene.say("line_unknown", title=ordered)


def _told(scene: Scene, updated: CartUpdated, sku: str, hint: Money | None) -> str:
    if updated.refusal:
        return notice_text(scene, updated.refusal)
    item = next((line for line in updated.cart.lines if line.sku == sku), None)
    if item is None or hint is None or hint == item.unit_price:
        return ""
    return scene.say(
        "price_differs",
        title=named(scene, item),
        old=scene.voice.money(hint),
        new=scene.voice.money(item.unit_price),
    )


def _current(scene: Scene) -> Ask[CartUpdated | None]:
    return (yield from ask_cart(cart_request(scene, "show")))
