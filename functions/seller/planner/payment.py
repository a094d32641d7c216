"""How a shopper pays an order: a link to the provider's page."""

from functions.seller.planner.answers import lines, link, paragraphs
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from shared.models.message import Answer
from shared.models.order import OrderView


def payment_answer(scene: Scene, order: OrderView, key: str) -> Answer:
    """Return an answer with the payment link; without one yet, with a button that asks for it."""
    message = scene.say(key, number=order.number, total=scene.voice.money(order.totals.total))
    if order.payment_url is None:
        pay = scene.button("pay", "pay", order.number)
        return Answer(message=message, actions=(pay, scene.button("order", "order", order.number)))
    hold = ""
    if order.payment_expires_at:
        left = round((order.payment_expires_at - scene.at).total_seconds() / 60)
        hold = scene.say("pay_within", minutes=max(1, left))
    pay = link(scene.say("button_pay"), tap_id("pay", order.number), order.payment_url)
    return Answer(
        message=paragraphs(lines(message, hold), scene.say("pay_here", url=order.payment_url)),
        actions=(pay,),
    )
