"""Another address for an order: the one being made, or one already placed."""

from functions.seller.planner.address import (
    address_text,
    from_location,
    is_complete,
    read_address,
)
from functions.seller.planner.changes import outcome
from functions.seller.planner.checkout import change_part, take_address
from functions.seller.planner.hand_off import trouble
from functions.seller.planner.orders import number_said, order_request
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Plan, ask_orders, straight
from functions.seller.steps import Reply
from shared.conversation.dialogue import OrderTask, Question
from shared.models.cart import Address
from shared.models.message import Answer, Location


def ask_new_address(scene: Scene, number: str | None = None) -> Plan:
    """Ask where an order should go instead; an address already in the message is taken."""
    wanted = number or number_said(scene) or scene.notes.order_number
    if scene.tap is None and scene.entities.address and scene.entities.address.line1:
        return change_address(scene, wanted)
    notes = scene.notes.noting(
        question=Question.ORDER_ADDRESS,
        address_draft=None,
        task=OrderTask(action="change_address", number=wanted),
    )
    answer = Answer(message=scene.say("ask_order_address"), ask_location=False)
    return straight(Reply(answer=answer, dialogue=notes))


def change_any_address(scene: Scene) -> Plan:
    """Change where the order being made goes, else where a placed one goes."""
    placed = number_said(scene) or scene.notes.order_number
    if placed and not scene.notes.in_checkout:
        return ask_new_address(scene, placed)
    if scene.entities.address and scene.entities.address.line1:
        return take_address(scene)
    return change_part(scene, "address")


def change_address(scene: Scene, number: str | None) -> Plan:
    """Send an order elsewhere, as long as it has not left."""
    address = read_address(scene, scene.notes.address_draft)
    if address is None or not is_complete(address):
        notes = scene.notes.noting(address_draft=address, question=Question.ORDER_ADDRESS)
        key = "ask_address_rest" if address else "ask_address_again"
        street = address.line1 if address else ""
        return Reply(answer=Answer(message=scene.say(key, street=street)), dialogue=notes)
    return (yield from _send_to(scene, number, address))


def change_located_address(scene: Scene, location: Location) -> Plan:
    """Send an order to a place on the map, if the map knows its address."""
    address = from_location(location)
    task = scene.notes.task
    if address is None or not is_complete(address):
        answer = Answer(message=scene.say("location_without_address"))
        return straight(Reply(answer=answer, dialogue=scene.notes))
    return _send_to(scene, task.number if task else None, address)


def _send_to(scene: Scene, number: str | None, address: Address) -> Plan:
    named = address.model_copy(update={"name": scene.notes.recipient or scene.given.profile_name})
    result = yield from ask_orders(
        order_request(scene, "change_address", number, address=named, confirmed=True)
    )
    if result is None:
        return trouble(scene)
    if not result.done:
        return outcome(scene, "change_address", number, result)
    order_number = result.orders[0].number if result.orders else number or ""
    text = scene.say("address_changed", number=order_number, address=address_text(named))
    notes = scene.notes.noting(question=Question.NONE, task=None, address_draft=None)
    return Reply(answer=Answer(message=text), dialogue=notes.noting(address=address))
