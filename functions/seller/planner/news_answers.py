"""Order news in words, each with the template that stands in outside WhatsApp's 24 hours."""

from functools import singledispatch
from typing import Final

from functions.seller.planner.answers import lines, link, paragraphs, row
from functions.seller.planner.order_view import tracking_text
from functions.seller.planner.payment import payment_answer
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from shared.events.event import Event
from shared.events.orders import (
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
    OrderDelivered,
    OrderRefunded,
    OrderRejected,
    OrderReturned,
    OrderShipped,
)
from shared.events.payments import PaymentFailed
from shared.models.message import Action, Answer

_WAITING: Final = "news_waiting"
"""Occasion for news that has no template of its own."""
_BEST: Final = 5


@singledispatch
def news_answer(_event: Event, _scene: Scene) -> Answer | None:
    """Return what a shopper reads about an event; None = nothing."""
    return None


@news_answer.register
def _created(event: OrderCreated, scene: Scene) -> Answer | None:
    return _with(payment_answer(scene, event.order, "order_placed"), _WAITING)


@news_answer.register
def _confirmed(event: OrderConfirmed, scene: Scene) -> Answer | None:
    number, total = event.order.number, scene.voice.money(event.order.totals.total)
    text = scene.say("order_confirmed", number=number, total=total)
    actions = (scene.button("order", "order", number),)
    return _with(Answer(message=text, actions=actions), "order_confirmed", number, total)


@news_answer.register
def _shipped(event: OrderShipped, scene: Scene) -> Answer | None:
    number = event.order.number
    shipment = event.order.shipments[-1] if event.order.shipments else None
    text = lines(
        scene.say("order_shipped", number=number),
        tracking_text(scene, shipment) if shipment else "",
    )
    actions: tuple[Action, ...] = (scene.button("order", "order", number),)
    if shipment and shipment.tracking_url:
        track_id = tap_id("order", number, "track")
        actions = (link(scene.say("button_track"), track_id, shipment.tracking_url),)
    carrier = (shipment.carrier, shipment.tracking_number) if shipment else ("-", "-")
    return _with(Answer(message=text, actions=actions), "order_shipped", number, *carrier)


@news_answer.register
def _delivered(event: OrderDelivered, scene: Scene) -> Answer | None:
    number = event.order.number
    stars = tuple(
        row(scene.say(f"stars_{score}"), tap_id("rate", number, str(score)))
        for score in range(1, _BEST + 1)
    )
    text = paragraphs(scene.say("order_delivered", number=number), scene.say("ask_rating"))
    answer = Answer(message=text, actions=stars, list_button=scene.say("list_rating"))
    return _with(answer, "order_delivered", number)


@news_answer.register
def _cancelled(event: OrderCancelled, scene: Scene) -> Answer | None:
    order = event.order
    paid = order.paid.amount_minor > 0
    refund = scene.say("refund_follows", amount=scene.voice.money(order.paid)) if paid else ""
    again = event.reason in ("not_paid_in_time", "payment_failed")
    actions = (scene.button("order_again", "checkout"),) if again else ()
    text = lines(scene.say(f"order_cancelled_{event.reason}", number=order.number), refund)
    return _with(Answer(message=text, actions=actions), "order_cancelled", order.number)


@news_answer.register
def _refunded(event: OrderRefunded, scene: Scene) -> Answer | None:
    number, amount = event.order.number, scene.voice.money(event.amount)
    text = scene.say("order_refunded", number=number, amount=amount)
    return _with(Answer(message=text), "order_refunded", number, amount)


@news_answer.register
def _returned(event: OrderReturned, scene: Scene) -> Answer | None:
    text = scene.say("order_returned", number=event.order.number)
    return _with(Answer(message=text), _WAITING)


@news_answer.register
def _rejected(event: OrderRejected, scene: Scene) -> Answer | None:
    actions = (scene.button("cart", "cart"),)
    text = scene.say(f"rejected_{event.reason}")
    return _with(Answer(message=text, actions=actions), _WAITING)


@news_answer.register
def _payment_failed(event: PaymentFailed, scene: Scene) -> Answer | None:
    return _with(payment_answer(scene, event.order, "payment_failed"), _WAITING)


def _with(answer: Answer, occasion: str, *values: str) -> Answer:
    return answer.model_copy(update={"template": occasion, "template_values": values})
