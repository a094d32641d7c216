"""Orders after checkout: where they are, pay, and the list of them all."""

from functions.seller.planner.checkout import advance
from functions.seller.planner.hand_off import to_person, trouble
from functions.seller.planner.order_view import order_reply, orders_reply
from functions.seller.planner.payment import payment_answer
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Ending, Plan, ask_orders
from functions.seller.steps import Reply
from shared.conversation.dialogue import Question
from shared.events.orders import OrderAction, OrderRequested
from shared.models.cart import Address
from shared.models.message import Answer


def order_request(
    scene: Scene,
    action: OrderAction,
    number: str | None = None,
    *,
    address: Address | None = None,
    confirmed: bool = False,
) -> OrderRequested:
    """Return a request about this shopper's orders; no number = the latest that fits."""
    return OrderRequested(
        customer_id=scene.given.customer_id,
        action=action,
        number=number,
        address=address,
        reason=scene.text[:200] if action in ("cancel", "return", "exchange", "refund") else "",
        confirmed=confirmed,
    )


def number_said(scene: Scene) -> str | None:
    """Return the order number a message names: in full, by its digits, or by place in the list."""
    said = scene.entities
    if said.order_number:
        return said.order_number
    if said.order_digits:
        return f"{scene.brand.order_prefix}-{said.order_digits}"
    listed = scene.notes.orders if scene.notes.question == Question.ORDER_CHOICE else ()
    if said.ordinal and -len(listed) <= said.ordinal <= len(listed):
        return listed[said.ordinal - 1 if said.ordinal > 0 else said.ordinal]
    return None


def status(scene: Scene) -> Plan:
    """Tell where the order is that the message names, else the latest."""
    return show_order(scene, number_said(scene))


def show_order(scene: Scene, number: str | None) -> Plan:
    """Show one order as it is now."""
    result = yield from ask_orders(order_request(scene, "status", number))
    if result is None:
        return trouble(scene)
    if not result.orders:
        return not_found(scene, number)
    return order_reply(scene, result.orders[0], scene.notes)


def history(scene: Scene) -> Plan:
    """List this shopper's orders."""
    result = yield from ask_orders(order_request(scene, "list"))
    if result is None:
        return trouble(scene)
    if not result.orders:
        return not_found(scene, None)
    if len(result.orders) == 1:
        return order_reply(scene, result.orders[0], scene.notes)
    return orders_reply(scene, result.orders, "your_orders", scene.notes)


def pay(scene: Scene, number: str | None = None) -> Plan:
    """Give the link to pay an order, a new one where the old is over; no order yet = checkout."""
    wanted = number or number_said(scene) or scene.notes.order_number
    if wanted is None or (scene.notes.quote is not None and number is None):
        return (yield from advance(scene))
    result = yield from ask_orders(order_request(scene, "pay_again", wanted))
    if result is None:
        return trouble(scene)
    order = result.orders[0] if result.orders else None
    if result.done and order and order.payment_url:
        return Reply(
            answer=payment_answer(scene, order, "pay_link"),
            dialogue=scene.notes.noting(order_number=order.number, question=Question.PAYMENT),
        )
    if result.refusal == "not_found":
        return not_found(scene, wanted)
    return refused(scene, "pay_again", result.refusal) if order is None else order_reply(
        scene, order, scene.notes, scene.say(refusal_key("pay_again", result.refusal))
    )  # fmt: skip


def not_found(scene: Scene, number: str | None) -> Ending:
    """Say that there is no such order, and how to find it."""
    message = scene.say("order_not_found", number=number) if number else scene.say("no_orders")
    return Reply(
        answer=Answer(
            message=message,
            actions=(scene.button("orders", "order"), scene.button("person", "person"))
            if number
            else (scene.button("categories", "cat"), scene.button("person", "person")),
        ),
        dialogue=scene.notes.noting(question=Question.ORDER_CHOICE),
    )


def refused(scene: Scene, action: OrderAction, refusal: str | None) -> Ending:
    """Say why an order was not changed; what only people may decide goes to them."""
    if refusal == "needs_person":
        return to_person(scene, "policy", "hand_off_policy")
    return Reply(
        answer=Answer(
            message=scene.say(refusal_key(action, refusal)),
            actions=(scene.button("orders", "order"), scene.button("person", "person")),
        ),
        dialogue=scene.notes.noting(question=Question.NONE, task=None),
    )


def refusal_key(action: OrderAction, refusal: str | None) -> str:
    """Return the phrase for a refusal: of this action, else in general."""
    specific = {
        ("cancel", "too_late"): "refusal_cancel_too_late",
        ("return", "not_allowed_in_status"): "refusal_return_too_early",
        ("change_address", "too_late"): "refusal_address_too_late",
        ("pay_again", "not_allowed_in_status"): "refusal_nothing_to_pay",
    }
    general = (
        "not_allowed_in_status", "too_late", "window_over", "nothing_to_pay", "not_found",
    )  # fmt: skip
    known = refusal if refusal in general else "unavailable"
    return specific.get((action, refusal or ""), f"refusal_{known}")
