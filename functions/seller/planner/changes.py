"""Changes to an order: cancel, return, another address. What cannot be undone needs a yes."""

from typing import Literal

from functions.seller.planner.answers import paragraphs
from functions.seller.planner.confirm import decline
from functions.seller.planner.hand_off import to_person, trouble
from functions.seller.planner.order_view import order_reply, order_text
from functions.seller.planner.orders import (
    not_found,
    number_said,
    order_request,
    refusal_key,
    refused,
)
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Ending, Plan, ask_orders, straight
from functions.seller.steps import Reply
from shared.conversation.dialogue import OrderTask, Question
from shared.events.orders import OrderCancelled, OrderResult, OrderReturned
from shared.models.message import Answer
from shared.models.order import OrderStatus, OrderView
from shared.models.wire import in_language

Undoing = Literal["cancel", "return"]

_TOLD = 20
_OF_CHECKOUT = (
    Question.ADDRESS,
    Question.ADDRESS_CONFIRM,
    Question.RECIPIENT,
    Question.DELIVERY,
    Question.CODE,
)
_BACK_BY_RETURN = (OrderStatus.SHIPPED, OrderStatus.DELIVERED)


def ask(scene: Scene, action: Undoing, number: str | None = None) -> Plan:
    """Ask whether an order is really to be cancelled or returned, and say what follows."""
    wanted = number or number_said(scene)
    result = yield from ask_orders(order_request(scene, action, wanted))
    if result is None:
        return trouble(scene)
    if result.refusal != "needs_confirmation" or not result.orders:
        return outcome(scene, action, wanted, result)
    order = result.orders[0]
    if action == "return" and _over_limit(scene, order):
        return to_person(scene, "policy", "hand_off_policy")
    pending = Question.CANCEL_CONFIRM if action == "cancel" else Question.RETURN_CONFIRM
    paid = order.paid.amount_minor - order.refunded.amount_minor > 0
    key = f"ask_{action}"
    if action == "cancel" and order.status in _BACK_BY_RETURN:
        key = "ask_cancel_shipped"
    elif action == "cancel" and not paid:
        key = "ask_cancel_unpaid"
    message = scene.say(key, number=order.number, amount=scene.voice.money(order.paid))
    return Reply(
        answer=Answer(
            message=paragraphs(message, order_text(scene, order, 4)),
            actions=(
                scene.button(f"yes_{action}", "confirm", action, order.number),
                scene.button("no_keep_order", "deny", action),
            ),
        ),
        dialogue=scene.notes.noting(
            question=pending,
            order_number=order.number,
            task=OrderTask(action=action, number=order.number),
        ),
    )


def cancel_said(scene: Scene) -> Plan:
    """Cancel what is going on: the checkout that waits for an answer, else an order."""
    if scene.notes.question in _OF_CHECKOUT and number_said(scene) is None:
        return decline(scene)
    return ask(scene, "cancel")


def perform(scene: Scene, action: Undoing, number: str | None) -> Plan:
    """Cancel or return an order that the shopper said yes for."""
    result = yield from ask_orders(order_request(scene, action, number, confirmed=True))
    return outcome(scene, action, number, result) if result else trouble(scene)


def keep_order(scene: Scene) -> Plan:
    """The shopper changed their mind: nothing happens to the order."""
    answer = Answer(
        message=scene.say("order_kept"),
        actions=(scene.button("orders", "order"), scene.button("categories", "cat")),
    )
    notes = scene.notes.noting(question=Question.NONE, task=None)
    return straight(Reply(answer=answer, dialogue=notes))


def refund(scene: Scene) -> Plan:
    """Money back means cancelling what has not left yet and returning what has."""
    result = yield from ask_orders(order_request(scene, "status", number_said(scene)))
    if result is None:
        return trouble(scene)
    if not result.orders:
        return not_found(scene, number_said(scene))
    order = result.orders[0]
    if order.refunded.amount_minor:
        return order_reply(scene, order, scene.notes)
    if _over_limit(scene, order):
        return to_person(scene, "policy", "hand_off_policy")
    action: Undoing = "return" if order.status in _BACK_BY_RETURN else "cancel"
    return (yield from ask(scene, action, order.number))


def exchange(scene: Scene) -> Plan:
    """An exchange is a return and a new order, or a person who sets the new piece aside."""
    number = number_said(scene) or scene.notes.order_number
    back = scene.button("return_order", "return", *([number] if number else []))
    answer = Answer(
        message=scene.say("exchange"),
        actions=(back, scene.button("person", "person"), scene.button("categories", "cat")),
    )
    return straight(Reply(answer=answer, dialogue=scene.notes.noting(question=Question.NONE)))


def outcome(
    scene: Scene,
    action: Literal["cancel", "return", "change_address"],
    number: str | None,
    result: OrderResult,
) -> Ending:
    """Tell what became of a change, or why it was refused."""
    if result.refusal == "not_found":
        return not_found(scene, number)
    order = result.orders[0] if result.orders else None
    if not result.done or order is None or action == "change_address":
        if order is None or result.refusal == "needs_person":
            return refused(scene, action, result.refusal)
        notes = scene.notes.noting(task=None)
        return order_reply(scene, order, notes, scene.say(refusal_key(action, result.refusal)))
    event_type = OrderCancelled.type if action == "cancel" else OrderReturned.type
    notes = scene.notes.noting(
        question=Question.NONE,
        task=None,
        order_number=order.number,
        told=(*scene.notes.told, f"{event_type} {order.number}")[-_TOLD:],
    )
    return Reply(answer=Answer(message=_done(scene, action, order)), dialogue=notes)


def _done(scene: Scene, action: Undoing, order: OrderView) -> str:
    amount = scene.voice.money(order.paid)
    if action == "cancel" and order.status not in _BACK_BY_RETURN:
        key = "cancelled_refund" if order.paid.amount_minor else "cancelled"
        return scene.say(key, number=order.number, amount=amount)
    terms = in_language(scene.brand.policies.returns.text, scene.voice.language)
    return paragraphs(scene.say("return_started", number=order.number), terms)


def _over_limit(scene: Scene, order: OrderView) -> bool:
    limit = scene.brand.escalation.refund_limit
    return order.paid.currency == limit.currency and order.paid.amount_minor > limit.amount_minor
