"""A tapped button or list row says its intent itself."""

from typing import NamedTuple

from shared.nlu.context import ActionTap
from shared.nlu.intents import FaqTopic, Intent

_INTENTS = {
    "pick": Intent.CHOOSE,
    "opt": Intent.CHOOSE_OPTION,
    "add": Intent.ADD_TO_CART,
    "qty": Intent.SET_QUANTITY,
    "rm": Intent.REMOVE_FROM_CART,
    "cart": Intent.VIEW_CART,
    "code": Intent.APPLY_CODE,
    "checkout": Intent.CHECKOUT,
    "ship": Intent.CHOOSE_DELIVERY,
    "confirm": Intent.CONFIRM,
    "deny": Intent.DENY,
    "pay": Intent.PAY,
    "order": Intent.ORDER_STATUS,
    "cancel": Intent.CANCEL_ORDER,
    "return": Intent.RETURN_ORDER,
    "faq": Intent.FAQ,
    "more": Intent.SEARCH,
    "cat": Intent.SEARCH,
    "person": Intent.HAND_OFF,
    "rate": Intent.RATE,
    "memory": Intent.VIEW_MEMORY,
    "menu": Intent.HELP,
}


class Tapped(NamedTuple):
    """The intent a tap stands for and what its id carried."""

    intent: Intent
    args: tuple[str, ...]
    topic: FaqTopic | None


def read_tap(action: ActionTap) -> Tapped | None:
    """Read an id of the form `verb:arg1:arg2`; None for a verb nobody knows."""
    verb, *args = action.id.split(":")
    intent = _INTENTS.get(verb.strip().lower())
    if intent is None:
        return None
    named = args[0] if args and intent == Intent.FAQ else ""
    topic = FaqTopic(named) if named in FaqTopic.__members__.values() else None
    return Tapped(intent, tuple(args), topic)
