"""Changes to the cart: which line, how many, out with it, out with all."""

from functions.seller.planner.answers import lines, row
from functions.seller.planner.cart import add, at_hand, cart_request, refused_reply, show
from functions.seller.planner.cart_view import cart_reply, line_text, named
from functions.seller.planner.choose import pick
from functions.seller.planner.hand_off import trouble
from functions.seller.planner.lines_meant import lines_meant, lines_named
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from functions.seller.planner.tools import Ask, Plan, ask_cart, straight
from functions.seller.planner.variants import fold
from functions.seller.steps import Reply
from shared.conversation.dialogue import Question
from shared.models.cart import MAX_QUANTITY, Cart, LineItem
from shared.models.message import Answer

_EDIT_ROWS = 8
_QUANTITIES = 8
_SINGLE = 2
_ONE = ("one", "um", "uma", "uno", "una")
"""With nothing but a verb before it: "remove one", not "remove that one"."""


def edit(scene: Scene) -> Plan:
    """Offer every line for change, and the codes."""
    updated = yield from ask_cart(cart_request(scene, "show"))
    if updated is None:
        return trouble(scene)
    if not updated.cart.lines:
        return cart_reply(scene, updated.cart)
    return _choose_line(scene, updated.cart, "ask_change_line", "qty")


def set_quantity(scene: Scene) -> Plan:
    """Change how many pieces of a line, or of the variant just offered, are wanted."""
    quantity = scene.entities.quantity
    choice = scene.notes.choice
    if choice and not choice.sku and scene.notes.question == Question.CHOOSE_VARIANT:
        return (yield from pick(scene, choice.product_id, adding=True))
    cart = yield from _cart_now(scene)
    if cart is None:
        return trouble(scene)
    candidates = lines_meant(scene, cart.lines)
    in_cart = any(choice and line.sku == choice.sku for line in cart.lines)
    if choice and choice.sku and not in_cart and not lines_named(scene, cart.lines):
        return (yield from add(scene, choice.sku, quantity or 1))
    if len(candidates) != 1:
        return (
            _choose_line(scene, cart, "ask_which_line", "qty", named=not candidates)
            if cart.lines
            else cart_reply(scene, cart)
        )
    if quantity is None:
        return _ask_quantity(scene, cart, candidates[0])
    return (yield from set_line(scene, candidates[0].sku, quantity))


def set_line(scene: Scene, sku: str, quantity: int | None) -> Plan:
    """Set a line's quantity; none given = ask for it, 0 = remove the line."""
    if quantity is None:
        cart = yield from _cart_now(scene)
        item = next((line for line in cart.lines if line.sku == sku), None) if cart else None
        return _ask_quantity(scene, cart, item) if cart and item else (yield from show(scene))
    if quantity == 0:
        return (yield from remove_line(scene, sku))
    updated = yield from ask_cart(cart_request(scene, "set_quantity", sku=sku, quantity=quantity))
    if updated is None:
        return trouble(scene)
    item = next((line for line in updated.cart.lines if line.sku == sku), None)
    if updated.refusal or item is None:
        return refused_reply(scene, updated, scene.notes)
    lead = scene.say("quantity_set", title=named(scene, item), count=item.quantity)
    return cart_reply(scene, updated.cart, lead)


def remove(scene: Scene) -> Plan:
    """Take a line out of the cart; which one may have to be asked."""
    cart = yield from _cart_now(scene)
    if cart is None:
        return trouble(scene)
    candidates = lines_meant(scene, cart.lines)
    if len(candidates) == 1:
        left = candidates[0].quantity - _pieces_said(scene)
        return (yield from set_line(scene, candidates[0].sku, max(left, 0)))
    if not cart.lines:
        return cart_reply(scene, cart)
    return _choose_line(scene, cart, "ask_remove_line", "rm", named=not candidates)


def _pieces_said(scene: Scene) -> int:
    """Return how many pieces go; all where no number is said."""
    words = fold(scene.text).split()
    single = len(words) == _SINGLE and words[-1] in _ONE
    return 1 if single else scene.entities.quantity or MAX_QUANTITY


def remove_line(scene: Scene, sku: str) -> Plan:
    """Take a line out of the cart."""
    updated = yield from ask_cart(cart_request(scene, "remove", sku=sku))
    if updated is None:
        return trouble(scene)
    if updated.refusal:
        return refused_reply(scene, updated, scene.notes)
    return cart_reply(
        scene, updated.cart, scene.say("removed"), notes=scene.notes.noting(choice=None)
    )


def ask_clear(scene: Scene) -> Plan:
    """Emptying the cart cannot be undone, so the shopper is asked first."""
    answer = Answer(
        message=scene.say("ask_clear"),
        actions=(scene.button("yes_clear", "confirm", "clear"), scene.button("no_keep", "cart")),
    )
    return straight(
        Reply(answer=answer, dialogue=scene.notes.noting(question=Question.CLEAR_CONFIRM))
    )


def clear(scene: Scene) -> Plan:
    """Empty the cart."""
    updated = yield from ask_cart(cart_request(scene, "clear"))
    if updated is None:
        return trouble(scene)
    return cart_reply(
        scene, updated.cart, scene.say("cleared"), notes=scene.notes.noting(choice=None)
    )


def _cart_now(scene: Scene) -> Ask[Cart | None]:
    updated = yield from ask_cart(cart_request(scene, "show"))
    return updated.cart if updated else None


def _choose_line(
    scene: Scene, cart: Cart, question: str, verb: str, *, named: bool = False
) -> Reply:
    """Ask which line; `named` = the message named one, and it is not in the cart."""
    rows = [row(line.title, tap_id(verb, line.sku), line_text(scene, line)) for line in cart.lines]
    extra = (
        row(scene.say("row_code"), tap_id("code")),
        row(scene.say("row_clear"), tap_id("cart", "clear")),
    )
    return Reply(
        answer=Answer(
            message=lines(scene.say("notice_not_in_cart") if named else "", scene.say(question)),
            actions=(*rows[:_EDIT_ROWS], *extra),
            list_button=scene.say("list_cart"),
        ),
        dialogue=scene.notes.noting(cart=cart, question=Question.NONE),
    )


def _ask_quantity(scene: Scene, cart: Cart, item: LineItem) -> Reply:
    rows = tuple(row(str(n), tap_id("qty", item.sku, str(n))) for n in range(1, _QUANTITIES + 1))
    removing = row(scene.say("row_remove"), tap_id("rm", item.sku))
    return Reply(
        answer=Answer(
            message=scene.say("ask_quantity", title=named(scene, item)),
            actions=(*rows, removing),
            list_button=scene.say("list_quantity"),
        ),
        dialogue=scene.notes.noting(cart=cart, choice=at_hand(item), question=Question.QUANTITY),
    )
