"""Figures in words about a talk: each must be a fact, or have been said in it. Pure."""

import re
from collections.abc import Iterable

from shared.grounds.amounts import amounts_in, minor_units
from shared.grounds.claims import ORDER
from shared.grounds.durations import durations_in
from shared.grounds.facts import Facts
from shared.grounds.numbers import DIGITS
from shared.grounds.percentages import discounts, percentages_in, shares
from shared.grounds.problem import Problem
from shared.grounds.promises import described, promised
from shared.grounds.spans import is_borne
from shared.grounds.timings import spans_in


def unheard(text: str, facts: Facts, heard: Iterable[str]) -> tuple[Problem, ...]:
    """Return the amounts, order numbers, percentages and times that nobody named.

    Args:
        text: words of a model about a talk. They may quote, so that something was said is enough.
        facts: what the shop's notes and policies have.
        heard: what was said and written down in the talk, by whomever.
    """
    talk = "\n".join(heard)
    numbers = {minor_units(one) for one in re.findall(DIGITS, talk)}
    amounts = facts.amounts | numbers | {one.minor for one in amounts_in(talk)}
    orders = {one.casefold() for one in facts.orders}
    shares_of = numbers | discounts(facts) | shares(facts)
    shares_of |= {one.hundredths for one in percentages_in(talk)}
    spans = promised(facts) | described(facts) | spans_in(talk) | facts.ages
    found = [Problem("amount", one.words) for one in amounts_in(text) if one.minor not in amounts]
    found += [
        Problem("order", one)
        for one in ORDER.findall(text)
        if one.casefold() not in orders and one.casefold() not in talk.casefold()
    ]
    found += [
        Problem("percentage", one.words)
        for one in percentages_in(text)
        if one.hundredths not in shares_of
    ]
    found += [
        Problem("duration", one.words)
        for one in durations_in(text)
        if not one.vague and not is_borne(one.span, spans)
    ]
    return tuple(dict.fromkeys(found))
