"""What a message means as the answer to what the shop asked last."""

from collections.abc import Callable, Mapping

from shared.nlu.answering import Expected, answer, other
from shared.nlu.choosing import choose_from_shown, choose_variant
from shared.nlu.context import Pending
from shared.nlu.entities import Entities
from shared.nlu.intents import Intent
from shared.nlu.scoring import Evidence, Label

_SURE = 0.95
_LIKELY = 0.86
_STRONG = 0.8
_UNSURE = 0.6
_FEW_WORDS = 3
_ABOUT_AN_ORDER = frozenset(
    {
        Intent.ORDER_STATUS,
        Intent.CANCEL_ORDER,
        Intent.RETURN_ORDER,
        Intent.EXCHANGE_ORDER,
        Intent.REFUND,
        Intent.CHANGE_ORDER,
        Intent.CHANGE_ADDRESS,
    }
)
_ALLIED: Mapping[Pending, frozenset[Intent]] = {
    Pending.CONFIRM_QUOTE: frozenset({Intent.CHECKOUT, Intent.PAY, Intent.CANCEL_ORDER}),
    Pending.CANCEL_CONFIRM: frozenset({Intent.CANCEL_ORDER, Intent.ORDER_STATUS}),
    Pending.RETURN_CONFIRM: frozenset({Intent.RETURN_ORDER, Intent.REFUND, Intent.EXCHANGE_ORDER}),
}


def expect(evidence: Evidence, scores: Mapping[Label, float]) -> Expected | None:
    """Read the message as an answer; None when it is not one.

    Args:
        evidence: the message.
        scores: what the classifier makes of it without the question.
    """
    if any(scores.get(intent, 0.0) >= _PLAIN for intent in _OF_THEMSELVES):
        return None
    pending = evidence.context.pending
    expected = _ANSWERS.get(pending, choose_from_shown)(evidence, scores)
    if expected is None and pending == Pending.CHOOSE_VARIANT:
        return choose_from_shown(evidence, scores)
    return expected


def _quantity(evidence: Evidence, _scores: Mapping[Label, float]) -> Expected | None:
    pieces = evidence.entities.quantity or evidence.bare_number
    if pieces is None or evidence.entities.order_number:
        return None
    return answer(evidence, Intent.SET_QUANTITY, _SURE, {"quantity": pieces})


def _address(evidence: Evidence, scores: Mapping[Label, float]) -> Expected | None:
    address = evidence.entities.address
    if address is None:
        return None
    # beside a list "350 Fifth Avenue" reads like the fifth product, too
    named = (Intent.CHOOSE,) if address.postcode else ()
    if other(scores, Intent.GIVE_ADDRESS, Intent.CHANGE_ADDRESS, *named):
        return None
    numbered = any(char.isdigit() for char in evidence.text)
    complete = address.postcode or (numbered and evidence.reading.words >= _FEW_WORDS)
    if not complete and len(evidence.entities.terms) < _FEW_WORDS:
        return None
    only = Entities(address=address, postcode=address.postcode, email=evidence.entities.email)
    return Expected(Intent.GIVE_ADDRESS, _SURE if complete else _UNSURE, only)


def _delivery(evidence: Evidence, _scores: Mapping[Label, float]) -> Expected | None:
    number = evidence.bare_number or evidence.entities.ordinal or evidence.entities.quantity
    relative = evidence.entities.relative in {"cheaper", "cheapest"}
    if evidence.entities.delivery or relative:
        return answer(evidence, Intent.CHOOSE_DELIVERY, _SURE)
    if number and evidence.reading.words <= _FEW_WORDS:
        return answer(evidence, Intent.CHOOSE_DELIVERY, _LIKELY, {"ordinal": number})
    return None


def _yes_or_no(evidence: Evidence, scores: Mapping[Label, float]) -> Expected | None:
    allied = _ALLIED.get(evidence.context.pending, frozenset())
    if other(scores, Intent.CONFIRM, Intent.DENY, *allied):
        return None
    for intent in (Intent.DENY, Intent.CONFIRM):
        if scores.get(intent, 0.0) > 0:
            return answer(evidence, intent, _SURE)
    return None


def _payment(evidence: Evidence, scores: Mapping[Label, float]) -> Expected | None:
    asked = scores.get(Intent.CONFIRM, 0.0) > 0 or "link" in evidence.reading.concepts
    if asked and not other(scores, Intent.CONFIRM, Intent.PAY):
        return answer(evidence, Intent.PAY, _STRONG)
    return None


def _order_choice(evidence: Evidence, _scores: Mapping[Label, float]) -> Expected | None:
    entities = evidence.entities
    number = evidence.bare_number or entities.quantity
    position = entities.ordinal or (number if number and number < 100 else None)  # noqa: PLR2004
    if not (entities.order_number or entities.order_digits or position):
        return None
    last = evidence.context.last_intent
    intent = last if last and last in _ABOUT_AN_ORDER else Intent.ORDER_STATUS
    return answer(evidence, intent, _SURE, {"ordinal": position})


def _rating(evidence: Evidence, _scores: Mapping[Label, float]) -> Expected | None:
    return answer(evidence, Intent.RATE, _SURE) if evidence.entities.rating else None


def _code(evidence: Evidence, scores: Mapping[Label, float]) -> Expected | None:
    if evidence.entities.code is None or other(scores, Intent.APPLY_CODE, Intent.DENY):
        return None
    return answer(evidence, Intent.APPLY_CODE, _SURE)


def _email(evidence: Evidence, _scores: Mapping[Label, float]) -> Expected | None:
    return answer(evidence, Intent.GIVE_ADDRESS, _SURE) if evidence.entities.email else None


_PLAIN = 0.8
_OF_THEMSELVES = (
    Intent.WHY_THIS,
    Intent.VIEW_MEMORY,
    Intent.STATE_PREFERENCE,
    Intent.FORGET_PREFERENCE,
)
"""They name colours and sizes, yet answer no question: "forget that I like green" picks none."""

_ANSWERS: Mapping[Pending, Callable[[Evidence, Mapping[Label, float]], Expected | None]] = {
    Pending.CHOOSE_VARIANT: choose_variant,
    Pending.QUANTITY: _quantity,
    Pending.ADDRESS: _address,
    Pending.DELIVERY: _delivery,
    Pending.CONFIRM_QUOTE: _yes_or_no,
    Pending.CANCEL_CONFIRM: _yes_or_no,
    Pending.RETURN_CONFIRM: _yes_or_no,
    Pending.PAYMENT: _payment,
    Pending.ORDER_CHOICE: _order_choice,
    Pending.RATE: _rating,
    Pending.CODE: _code,
    Pending.EMAIL: _email,
}
