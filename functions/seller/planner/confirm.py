"""The shopper's yes to a quote: it becomes an order, or it is said why not."""

from functions.seller.planner.answers import lines, paragraphs
from functions.seller.planner.cart import cart_request, left_of
from functions.seller.planner.cart_view import cart_reply, empty_reply, named
from functions.seller.planner.checkout import advance
from functions.seller.planner.hand_off import trouble
from functions.seller.planner.listing import list_answer, listed
from functions.seller.planner.orders import show_order
from functions.seller.planner.payment import payment_answer
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Plan, ask_cart, place_order, recommend, straight
from functions.seller.steps import Reply
from shared.conversation.dialogue import Dialogue, Question
from shared.events.orders import OrderRejected
from shared.models.cart import LineItem
from shared.models.message import Answer
from shared.models.order import OrderView

_FOLLOWED = 10
_TAKEN_OUT = 5
"""Lines brought down to what is left of them, each its own step of the turn."""


def confirm(scene: Scene, quote_id: str | None = None) -> Plan:
    """Order exactly what the quote offers (architecture section 5: bound to its id).

    The button of an older quote never buys a changed cart: the offer as it is now is shown. The
    button of the quote that was ordered shows that order.
    """
    notes = scene.notes
    quote = notes.quote
    if quote_id and quote_id == notes.placed_quote and notes.order_number:
        return (yield from show_order(scene, notes.order_number))
    if quote is None or (quote_id and quote_id != quote.id):
        return (yield from advance(scene, notes, scene.say("quote_replaced")))
    if quote.expires_at <= scene.at:
        return (yield from advance(scene, notes, scene.say("quote_expired")))
    outcome = yield from place_order(scene, quote)
    if outcome is None:
        return Reply(
            answer=Answer(
                message=scene.say("order_unsure"),
                actions=(scene.button("orders", "order"), scene.button("person", "person")),
            ),
            dialogue=notes.noting(quote=None, question=Question.NONE),
        )
    if isinstance(outcome, OrderRejected):
        return (yield from _rejected(scene, outcome))
    placed = notes.noting(placed_quote=quote.id, quote=None, in_checkout=False, cart=None)
    return placed_reply(scene, outcome.order, placed)


def decline(scene: Scene) -> Plan:
    """Leave the order for now; the cart stays."""
    answer = Answer(
        message=scene.say("not_ordered"),
        actions=(
            scene.button("change", "checkout", "change"),
            scene.button("keep_shopping", "search"),
            scene.button("cart", "cart"),
        ),
    )
    notes = scene.notes.noting(quote=None, in_checkout=False, question=Question.NONE)
    return straight(Reply(answer=answer, dialogue=notes))


def placed_reply(scene: Scene, order: OrderView, notes: Dialogue) -> Reply:
    """Tell that an order is placed, and where to pay it."""
    followed = notes.followed_orders if notes.proactive else (*notes.followed_orders, order.number)
    kept = notes.noting(
        order_number=order.number, followed_orders=followed[-_FOLLOWED:], question=Question.PAYMENT
    )
    return Reply(answer=payment_answer(scene, order, "order_placed"), dialogue=kept)


def _rejected(scene: Scene, outcome: OrderRejected) -> Plan:
    if outcome.reason in ("quote_expired", "quote_changed"):
        return (yield from advance(scene, scene.notes, scene.say(f"rejected_{outcome.reason}")))
    notes = scene.notes.noting(quote=None, question=Question.NONE)
    short = lines(*(_short(scene, item) for item in outcome.short))
    lead = lines(scene.say(f"rejected_{outcome.reason}"), short)
    if outcome.reason == "sold_out":
        return (yield from _sold_out(scene, outcome, notes, lead))
    updated = yield from ask_cart(cart_request(scene, "show"))
    if updated is None:
        return trouble(scene)
    if outcome.reason == "invalid":
        notes = notes.noting(address=None)
    return cart_reply(scene, updated.cart, lead, notes=notes)


def _sold_out(scene: Scene, outcome: OrderRejected, notes: Dialogue, lead: str) -> Plan:
    """Take what others bought out of the cart; with nothing left, show what is like it."""
    for item in outcome.short[:_TAKEN_OUT]:
        yield from ask_cart(left_of(scene, item.sku, item.quantity))
    updated = yield from ask_cart(cart_request(scene, "show"))
    if updated is None:
        return trouble(scene)
    if updated.cart.lines or not outcome.short:
        return cart_reply(scene, updated.cart, lead, notes=notes)
    notes = notes.noting(cart=updated.cart, in_checkout=False)
    cards = yield from recommend(scene, "similar", product_id=outcome.short[0].product_id)
    if not cards:
        return empty_reply(scene, lead, notes)
    text = paragraphs(lead, scene.say("recommended_similar"))
    return Reply(
        answer=list_answer(scene, text, cards, 0),
        dialogue=listed(notes, cards, None, len(cards)),
    )


def _short(scene: Scene, item: LineItem) -> str:
    key = "only_left" if item.quantity else "none_left"
    return f"• {scene.say(key, title=named(scene, item), available=item.quantity)}"
