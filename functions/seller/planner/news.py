"""News worded for the shopper: orders, payments, carts left behind, people handing back."""

from typing import Final

from functions.seller.planner.answers import paragraphs
from functions.seller.planner.cart_view import lines_text
from functions.seller.planner.confirm import placed_reply
from functions.seller.planner.news_answers import news_answer
from functions.seller.planner.scene import Scene
from functions.seller.planner.social import start_actions
from functions.seller.planner.tools import Ending, Plan, straight
from functions.seller.steps import Reply
from shared.conversation.dialogue import Dialogue, Question
from shared.events.carts import CartAbandoned
from shared.events.event import Event
from shared.events.orders import (
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
    OrderDelivered,
    OrderFact,
)
from shared.events.payments import PaymentFailed
from shared.events.sales import SalesEscalationResolved
from shared.models.message import Answer
from shared.models.order import OrderView

_HELD = 10
_WAITING: Final = "news_waiting"
"""Occasion for news that has no template of its own."""


def news(scene: Scene) -> Plan:
    """Tell a piece of news, hold it for a shopper who wants no messages, or let it pass."""
    carried = scene.given.turn.news
    event = carried.event if carried else None
    if isinstance(event, CartAbandoned):
        return straight(_cart_left(scene, event))
    if isinstance(event, SalesEscalationResolved) and event.handed_back:
        answer = Answer(message=scene.say("handed_back"), actions=start_actions(scene))
        return straight(Reply(answer=answer, dialogue=scene.notes))
    if isinstance(event, OrderFact | PaymentFailed):
        return straight(_order_news(scene, event))
    return straight(Reply(answer=None, dialogue=scene.given.dialogue))


def _order_news(scene: Scene, event: OrderFact | PaymentFailed) -> Ending:
    notes = scene.notes
    order = event.order
    if f"{event.type} {order.number}" in notes.told:
        return Reply(answer=None, dialogue=notes)
    answer = news_answer(event, scene)
    if answer is None:
        return Reply(answer=None, dialogue=notes)
    if not notes.proactive and order.number not in notes.followed_orders:
        held = (*notes.held_news, answer.message)[-_HELD:]
        return Reply(answer=None, dialogue=notes.noting(held_news=held))
    if isinstance(event, OrderCreated):
        placed = placed_reply(scene, order, notes)
        return placed.model_copy(update={"answer": answer})
    return Reply(answer=answer, dialogue=_noted(notes, event, order))


def _noted(notes: Dialogue, event: Event, order: OrderView) -> Dialogue:
    """Return the notes after news: an open question about something else stays open."""
    idle = notes.question in (Question.NONE, Question.PAYMENT)
    kept = notes.noting(order_number=order.number)
    if isinstance(event, OrderDelivered) and idle:
        return kept.noting(question=Question.RATE, rate_order=order.number)
    paid = isinstance(event, OrderConfirmed | OrderCancelled)
    return kept.noting(question=Question.NONE) if idle and paid else kept


def _cart_left(scene: Scene, event: CartAbandoned) -> Ending:
    """Remind of a cart: on the web now, on WhatsApp with the next message.

    A cart is left behind after 24 hours, when WhatsApp takes only templates, and a reminder that
    nobody asked for is no reason for one.
    """
    notes = scene.notes.noting(cart=event.cart)
    if not event.cart.lines or not notes.proactive:
        return Reply(answer=None, dialogue=notes)
    reminder = scene.say("cart_left", count=sum(line.quantity for line in event.cart.lines))
    if scene.given.channel == "whatsapp":
        held = (*notes.held_news, reminder)[-_HELD:]
        return Reply(answer=None, dialogue=notes.noting(held_news=held))
    answer = Answer(
        message=paragraphs(reminder, lines_text(scene, event.cart.lines, 4)),
        actions=(scene.button("cart", "cart"), scene.button("checkout", "checkout")),
    )
    return Reply(answer=answer, dialogue=notes)
