"""News worded for the shopper: orders, payments, carts left behind, people handing back."""

from typing import Final

from functions.seller.planner.answers import lines, link, paragraphs, row
from functions.seller.planner.cart_view import lines_text
from functions.seller.planner.confirm import placed_reply
from functions.seller.planner.order_view import tracking_text
from functions.seller.planner.payment import payment_answer
from functions.seller.planner.scene import Scene
from functions.seller.planner.social import start_actions
from functions.seller.planner.taps import tap_id
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
    OrderRefunded,
    OrderRejected,
    OrderReturned,
    OrderShipped,
    PaymentFailed,
)
from shared.events.sales import SalesEscalationResolved
from shared.models.message import Action, Answer
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
    answer = _answer(scene, event)
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


def _answer(scene: Scene, event: OrderFact | PaymentFailed) -> Answer | None:
    order = event.order
    money = scene.voice.money
    match event:
        case OrderCreated():
            return _with(payment_answer(scene, order, "order_placed"), _WAITING)
        case OrderConfirmed():
            text = scene.say(
                "order_confirmed", number=order.number, total=money(order.totals.total)
            )
            actions = (scene.button("order", "order", order.number),)
            values = (order.number, money(order.totals.total))
            return _with(Answer(message=text, actions=actions), "order_confirmed", *values)
        case OrderShipped():
            return _shipped(scene, order)
        case OrderDelivered():
            return _delivered(scene, order)
        case OrderCancelled():
            return _cancelled(scene, event)
        case OrderRefunded():
            amount = money(event.amount)
            text = scene.say("order_refunded", number=order.number, amount=amount)
            return _with(Answer(message=text), "order_refunded", order.number, amount)
        case OrderReturned():
            return _with(Answer(message=scene.say("order_returned", number=order.number)), _WAITING)
        case PaymentFailed():
            return _with(payment_answer(scene, order, "payment_failed"), _WAITING)
        case OrderRejected():
            actions = (scene.button("cart", "cart"),)
            return _with(
                Answer(message=scene.say(f"rejected_{event.reason}"), actions=actions), _WAITING
            )
        case _:
            return None


def _shipped(scene: Scene, order: OrderView) -> Answer:
    shipment = order.shipments[-1] if order.shipments else None
    tracking = tracking_text(scene, shipment) if shipment else ""
    actions: tuple[Action, ...] = (scene.button("order", "order", order.number),)
    if shipment and shipment.tracking_url:
        track = link(
            scene.say("button_track"), tap_id("order", order.number, "track"), shipment.tracking_url
        )
        actions = (track,)
    text = lines(scene.say("order_shipped", number=order.number), tracking)
    carrier = (shipment.carrier, shipment.tracking_number) if shipment else ("-", "-")
    return _with(Answer(message=text, actions=actions), "order_shipped", order.number, *carrier)


def _delivered(scene: Scene, order: OrderView) -> Answer:
    stars = tuple(
        row(scene.say(f"stars_{score}"), tap_id("rate", order.number, str(score)))
        for score in range(5, 0, -1)
    )
    text = paragraphs(scene.say("order_delivered", number=order.number), scene.say("ask_rating"))
    answer = Answer(message=text, actions=stars, list_button=scene.say("list_rating"))
    return _with(answer, "order_delivered", order.number)


def _cancelled(scene: Scene, event: OrderCancelled) -> Answer:
    order = event.order
    refund = (
        scene.say("refund_follows", amount=scene.voice.money(order.paid))
        if order.paid.amount_minor
        else ""
    )
    again = event.reason in ("not_paid_in_time", "payment_failed")
    actions = (scene.button("order_again", "checkout"),) if again else ()
    text = lines(scene.say(f"order_cancelled_{event.reason}", number=order.number), refund)
    return _with(Answer(message=text, actions=actions), "order_cancelled", order.number)


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


def _with(answer: Answer, occasion: str, *values: str) -> Answer:
    return answer.model_copy(update={"template": occasion, "template_values": values})
