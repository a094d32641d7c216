"""Messages that are not words: pictures, voice notes, pins, contacts, reactions."""

from collections.abc import Callable, Mapping
from typing import Final

from functions.seller.planner.asides import aside
from functions.seller.planner.catalog_order import take_order
from functions.seller.planner.checkout import accept_draft, take_location
from functions.seller.planner.order_address import change_located_address
from functions.seller.planner.quote_view import quote_reply
from functions.seller.planner.scene import Scene
from functions.seller.planner.social import start_actions
from functions.seller.planner.tools import Plan, straight
from functions.seller.steps import Reply
from shared.conversation.dialogue import Question
from shared.models.message import Answer, InboundMessage, MessageKind

_UNREADABLE: Final = frozenset(
    {
        MessageKind.IMAGE,
        MessageKind.AUDIO,
        MessageKind.VIDEO,
        MessageKind.DOCUMENT,
        MessageKind.STICKER,
        MessageKind.CONTACTS,
        MessageKind.FORM,
        MessageKind.UNSUPPORTED,
    }
)
_YES: Final = ("👍", "👌", "✅", "🆗")


def media(scene: Scene) -> Plan | None:
    """Return the answer to a message without words; None = its words say what is wanted."""
    message = scene.message
    if message is None:
        return None
    read = _READERS.get(message.kind)
    if read is not None:
        return read(scene, message)
    if scene.text:
        return None
    if message.kind in _UNREADABLE:
        return _unreadable(scene, message.kind)
    answer = Answer(message=scene.say("empty_message"), actions=start_actions(scene))
    return straight(Reply(answer=answer, dialogue=aside(scene.notes)))


def _unreadable(scene: Scene, kind: MessageKind) -> Plan:
    waits = scene.notes.question != Question.NONE or kind == MessageKind.STICKER
    answer = Answer(
        message=scene.say(f"media_{kind.value}") or scene.say("empty_message"),
        actions=() if waits else start_actions(scene),
    )
    return straight(Reply(answer=answer, dialogue=aside(scene.notes)))


def _order(scene: Scene, message: InboundMessage) -> Plan:
    return take_order(scene, message.items) if message.items else _unreadable(scene, message.kind)


def _location(scene: Scene, message: InboundMessage) -> Plan:
    if message.location is None:
        return _unreadable(scene, message.kind)
    if scene.notes.question == Question.ORDER_ADDRESS:
        return change_located_address(scene, message.location)
    return take_location(scene, message.location)


def _reaction(scene: Scene, message: InboundMessage) -> Plan:
    """Answer a thumbs-up that says yes to an address; to an order it says too little.

    A reaction does not name the message that was asked, so it never spends money or undoes
    anything. Every other reaction is a pleasantry that wants no answer.
    """
    notes = scene.notes
    quote = notes.quote
    emoji = message.emoji or ""
    if emoji.startswith(_YES) and notes.question == Question.ADDRESS_CONFIRM:
        return accept_draft(scene)
    if (
        emoji.startswith(_YES)
        and notes.question == Question.CONFIRM_QUOTE
        and quote is not None
        and quote.expires_at > scene.at
    ):
        return straight(quote_reply(scene, quote, notes, scene.say("tap_to_confirm")))
    return straight(Reply(answer=None, dialogue=scene.given.dialogue))


_READERS: Final[Mapping[MessageKind, Callable[[Scene, InboundMessage], Plan]]] = {
    MessageKind.REACTION: _reaction,
    MessageKind.ORDER: _order,
    MessageKind.LOCATION: _location,
}
