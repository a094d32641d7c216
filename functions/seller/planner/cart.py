"""The cart: add, show, change, remove, clear."""

from functions.seller.planner.cart_view import cart_reply, named, notice_text
from functions.seller.planner.hand_off import trouble
from functions.seller.planner.scene import Scene
from functions.seller.planner.stated import shops_for_other
from functions.seller.planner.tools import Plan, ask_cart
from functions.seller.steps import Reply
from shared.conversation.dialogue import Choice, Dialogue
from shared.events.carts import CartAction, CartRequested, CartUpdated
from shared.models.cart import LineItem

_EDIT_ROWS = 8
_QUANTITIES = 8


def cart_request(
    scene: Scene,
    action: CartAction,
    *,
    sku: str | None = None,
    quantity: int | None = None,
    code: str | None = None,
) -> CartRequested:
    """Return a request about this shopper's cart."""
    return CartRequested(
        customer_id=scene.given.customer_id,
        action=action,
        language=scene.voice.language,
        sku=sku,
        quantity=quantity,
        code=code,
        for_other=shops_for_other(scene),
    )


def left_of(scene: Scene, sku: str | None, left: int) -> CartRequested:
    """Return the change that brings a line down to what is left of it."""
    return cart_request(scene, "set_quantity" if left else "remove", sku=sku, quantity=left or None)


def add(scene: Scene, sku: str, quantity: int, notes: Dialogue | None = None) -> Plan:
    """Put pieces of a SKU into the cart and show it."""
    kept = notes or scene.notes
    if kept.choice:
        settled = kept.choice.model_copy(update={"adding": False, "quantity": None})
        kept = kept.noting(choice=settled)
    updated = yield from ask_cart(cart_request(scene, "add", sku=sku, quantity=max(quantity, 1)))
    if updated is None:
        return trouble(scene)
    item = next((line for line in updated.cart.lines if line.sku == sku), None)
    if updated.refusal or item is None:
        return refused_reply(scene, updated, kept)
    if kept.choice is None or kept.choice.sku != sku:
        kept = kept.noting(choice=at_hand(item))
    lead = scene.say("added", title=named(scene, item))
    return cart_reply(scene, updated.cart, lead, notes=kept)


def show(scene: Scene) -> Plan:
    """Show the cart as it is now."""
    updated = yield from ask_cart(cart_request(scene, "show"))
    return cart_reply(scene, updated.cart) if updated else trouble(scene)


def refused_reply(scene: Scene, updated: CartUpdated, notes: Dialogue) -> Reply:
    """Say why the cart was not changed, and show it."""
    lead = notice_text(scene, updated.refusal) if updated.refusal else scene.say("not_changed")
    return cart_reply(scene, updated.cart, lead, notes=notes)


def at_hand(item: LineItem) -> Choice:
    """Return a line as the product at hand, so that "make it two" means it."""
    return Choice(
        product_id=item.product_id,
        title=item.title,
        price=item.unit_price,
        options=item.options,
        sku=item.sku,
    )
