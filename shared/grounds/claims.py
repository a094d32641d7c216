"""What an answer states that no tool said. Pure, in the seller's languages."""

import re
from typing import Final

from shared.grounds.amounts import Amount, amounts_in
from shared.grounds.belonging import owner
from shared.grounds.facts import Facts
from shared.grounds.percentages import unfounded_percentages
from shared.grounds.problem import Problem
from shared.grounds.promises import unfounded_durations
from shared.grounds.sentences import sentences
from shared.grounds.stock import unfounded_stock, wrong_availability

ORDER: Final = re.compile(r"\b[A-Z]{2}-\d{4,12}\b")


def unfounded(text: str, facts: Facts, said: str) -> tuple[Problem, ...]:
    """Return the statements about money, orders, stock, discounts and times without a ground.

    Args:
        text: the model's answer.
        facts: what tools said.
        said: the shopper's message. Its order numbers may be repeated, and its amounts as the limit
            of a search; that they write a price, a discount or a time makes it none of the shop's.
    """
    limits = frozenset(one.minor for one in amounts_in(said))
    orders = facts.orders | set(ORDER.findall(said))
    found: list[Problem] = []
    for sentence in sentences(text):
        found += _amounts(sentence, facts, limits)
        found += [Problem("order", one) for one in ORDER.findall(sentence) if one not in orders]
        found += unfounded_stock(sentence, facts)
        found += wrong_availability(sentence, facts)
        found += unfounded_percentages(sentence, facts, said)
        found += unfounded_durations(sentence, facts, said)
    return tuple(dict.fromkeys(found))


def _amounts(sentence: str, facts: Facts, limits: frozenset[int]) -> list[Problem]:
    named = list(amounts_in(sentence))
    found = [
        Problem("amount", one.words)
        for one in named
        if one.minor not in facts.amounts
        and not (one.limits and one.minor in limits)
        and not (one.saved and one.minor in facts.savings)
    ]
    if found or len({one.minor for one in named}) != 1:
        return found
    return [Problem("amount", sentence)] if _is_of_another(named[0], sentence, facts) else []


def _is_of_another(one: Amount, sentence: str, facts: Facts) -> bool:
    """Tell whether an amount is said of a product that it does not belong to."""
    if one.limits or one.saved or one.minor in facts.sums:
        return False
    named = owner(sentence, one.start, one.end, facts.items)
    known = facts.items[named].amounts if named else frozenset[int]()
    return bool(known) and one.minor not in known
