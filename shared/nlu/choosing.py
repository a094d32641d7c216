"""Answers that choose: a product of the last list, an option of the product at hand."""

from collections.abc import Mapping

from shared.nlu.answering import Expected, answer, has_firm
from shared.nlu.intents import Intent
from shared.nlu.scoring import Evidence, Label

_SURE = 0.95
_LIKELY = 0.86
_COUNTED = 0.7
_FEW_WORDS = 3
_SOME_WORDS = 7


def choose_from_shown(evidence: Evidence, scores: Mapping[Label, float]) -> Expected | None:
    """Read a position, a title or a comparison as a choice from the last list."""
    shown = evidence.context.shown_products
    entities = evidence.entities
    counted = any(
        scores.get(intent, 0.0) >= _COUNTED
        for intent in (Intent.SET_QUANTITY, Intent.REMOVE_FROM_CART)
    )
    at_hand = evidence.context.selected_product_id is not None
    counted = counted or (at_hand and scores.get(Intent.ADD_TO_CART, 0.0) >= _COUNTED)
    pieces = counted or _in_pieces(evidence)
    number = evidence.bare_number or (None if pieces else entities.quantity)
    words = evidence.reading.words
    if number and 0 < number <= len(shown) and words <= _FEW_WORDS and not entities.sizes:
        chosen = {
            "ordinal": number,
            "product_ids": (shown[number - 1].product_id,),
            "quantity": None,
        }
        return answer(evidence, Intent.CHOOSE, _SURE, chosen)
    if entities.product_ids and words <= _SOME_WORDS and not has_firm(scores):
        exact = entities.ordinal is not None or len(entities.product_ids) == 1
        return answer(evidence, Intent.CHOOSE, _LIKELY + 0.05 if exact else 0.7)
    return None


def choose_variant(evidence: Evidence, scores: Mapping[Label, float]) -> Expected | None:
    """Read a value, or its place in the list of values, as a choice of the variant."""
    entities = evidence.entities
    if entities.option_values:
        return answer(evidence, Intent.CHOOSE_OPTION, _SURE)
    number = evidence.bare_number or entities.ordinal or entities.quantity
    lists = evidence.context.selected_options
    longest = max((len(values) for values in lists.values()), default=0)
    short = evidence.reading.words <= _FEW_WORDS and not has_firm(scores)
    if number and number <= longest and short:
        name = next((name for name, values in lists.items() if len(values) >= abs(number)), "")
        value = lists[name][number - 1 if number > 0 else number]
        values = {name: value} if len(lists) == 1 else {}
        return answer(
            evidence, Intent.CHOOSE_OPTION, _LIKELY, {"ordinal": number, "option_values": values}
        )
    if (entities.sizes or entities.colours) and short:
        return answer(evidence, Intent.CHOOSE_OPTION, _LIKELY)
    return None


def _in_pieces(evidence: Evidence) -> bool:
    """Tell "3 of them" from "3"."""
    return any(spot.value == "quantity=" for spot in evidence.reading.of("unit"))
