"""Which turns a model thinks about, and which tools it may ask for in them."""

from typing import Final

from functions.seller.steps import PlannerInput
from functions.seller.thinking.catalogue import TOOLS, Group
from shared.conversation.dialogue import Question
from shared.models.message import MessageKind
from shared.nlu.intents import Intent
from shared.nlu.meaning import Understanding

SURE: Final = 0.6
"""From this confidence on, what the local model understood limits what this one may do."""

_OPEN: Final = frozenset(
    {
        Question.NONE,
        Question.CHOOSE_PRODUCT,
        Question.CHOOSE_VARIANT,
        Question.QUANTITY,
        Question.ORDER_CHOICE,
        Question.CURRENCY,
        Question.RATE,
    }
)
"""Questions after which a shopper may say anything. All others wait for a yes, an address, a way of
delivery: those answers are the shopper's alone, and the rules take them."""
_RULES_ONLY: Final = frozenset(
    {
        Intent.STOP_MESSAGES,
        Intent.START_MESSAGES,
        Intent.FORGET_ME,
        Intent.RATE,
        Intent.HAND_OFF,
        Intent.COMPLAINT,
        Intent.CONFIRM,
        Intent.WHY_THIS,
        Intent.VIEW_MEMORY,
        Intent.FORGET_PREFERENCE,
    }
)
_ABOUT: Final = {
    Group.CART: frozenset(
        {
            Intent.CHOOSE,
            Intent.CHOOSE_OPTION,
            Intent.ADD_TO_CART,
            Intent.SET_QUANTITY,
            Intent.REMOVE_FROM_CART,
            Intent.CLEAR_CART,
            Intent.VIEW_CART,
            Intent.APPLY_CODE,
            Intent.REMOVE_CODE,
            Intent.CHECKOUT,
            Intent.GIVE_ADDRESS,
            Intent.CHOOSE_DELIVERY,
        }
    ),
    Group.ORDERS: frozenset(
        {
            Intent.PAY,
            Intent.ORDER_STATUS,
            Intent.ORDER_HISTORY,
            Intent.CHANGE_ORDER,
            Intent.CHANGE_ADDRESS,
            Intent.CANCEL_ORDER,
            Intent.RETURN_ORDER,
            Intent.EXCHANGE_ORDER,
            Intent.REFUND,
        }
    ),
}
_ANYTHING: Final = frozenset({Intent.UNCLEAR, Intent.SMALL_TALK, Intent.HELP, Intent.OUT_OF_SCOPE})


def needs_thought(given: PlannerInput) -> bool:
    """Tell whether a model may think about a turn.

    Taps, news, media and answers to what needs a yes are for the rules.
    """
    turn = given.turn
    message, understanding = turn.message, turn.understanding
    if turn.kind != "message" or message is None or understanding is None:
        return False
    if message.kind is not MessageKind.TEXT or message.action or not message.text.strip():
        return False
    if understanding.sentiment < given.brand.escalation.sentiment_below:
        return False
    return given.dialogue.question in _OPEN and understanding.intent not in _RULES_ONLY


def allowed_tools(understanding: Understanding | None) -> frozenset[str]:
    """Return the names of the tools that a message may lead to.

    The shopper's words alone decide: what a product's text or a note says cannot widen it.
    """
    groups = _groups(understanding)
    return frozenset(name for name, tool in TOOLS.items() if tool.group in groups)


def _groups(understanding: Understanding | None) -> frozenset[Group]:
    if understanding is None:
        return frozenset({Group.READ})
    if understanding.confidence < SURE or understanding.intent in _ANYTHING:
        return frozenset(Group)
    wishes = {understanding.intent, *(intent for intent, _ in understanding.alternatives)}
    about = {group for group, intents in _ABOUT.items() if wishes & intents}
    return frozenset({Group.READ, *about})
