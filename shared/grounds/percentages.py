"""Percentages in a text: those that take something off a price, and all others. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from shared.grounds.facts import Facts
from shared.grounds.problem import Problem

WHOLE: Final = 10_000
"""100 % in hundredths of a percent: all, and a way to speak."""
_PERCENT: Final = re.compile(
    r"(?i)(?<![\w.,])(?P<number>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|per\s?cent\b|por\s?cento\b"
    r"|por\s?ciento\b)"
)
_OFF_AFTER: Final = re.compile(
    r"(?i)\s*(?:off\b|discounts?\b|less\b|cheaper|reductions?\b|savings?\b|lower"
    r"|(?:de |em |en )?(?:des(?:conto|cuento)|rebaja|ahorro|economia)|(?:a |de )?menos|mais barat"
    r"|más barat"
    r"|(?:on|from|no|na|en|sobre|em) (?:(?:your|the|all|any|o|a|seu|sua|el|la|tu|su|todo|toda)\s)?"
    r"(?:(?:first|whole|next|primeira|primera)\s)?(?:order|purchase|cart|total|everything|pedido"
    r"|compra|carrinho|carrito|tudo|todo))"
)
_OFF_BEFORE: Final = re.compile(
    r"(?i)\b(?:discount(?:ed)?|off|sav(?:es?|ings?)|reduc\w+|mark(?:ed)? down|des(?:conto|cuento)"
    r"|rebaj\w+|econom\w+|ahorr\w+|promo\w*)\b\W*(?:(?:of|by|de|del|em|en|un|um|uma|up|to|até|hasta"
    r"|you|te|is|é|es|até)\W+){0,3}$"
)
_HALF: Final = re.compile(
    r"(?i)\bhalf[\s-](?:the )?(?:price|off)\b|\bmetade do preço|\b(?:a )?mitad (?:de|del) precio"
    r"|\bmeio preço"
)
_REFUSED: Final = re.compile(
    r"(?i)(?:(?:can'?t|can’t|cannot|can not|unable to|not able to|won't be able to)\s(?:offer|give"
    r"|apply|grant|promise|confirm|do)|(?:don't|don’t|do not) have|there(?: is|'s) no"
    r"|n[oã]o? (?:puedo|podemos|posso|consigo) (?:te )?(?:dar(?:te)?|ofrecer(?:te)?|aplicar"
    r"|oferecer|prometer|fazer|hacer)|no (?:tenemos|hay|tengo)|não (?:temos|há|tenho))"
    r"(?:\s(?:you|te|a|an|any|um|uma|un|una|o|el|the|that|this|ese|esse|nenhum|ningún|descuento|"
    r"desconto|de|of|discount))*\s*$"
)


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage where it stands in a text.

    Attributes:
        hundredths: of a percent.
        off: is taken off a price.
        refused: the words just before it say that there is none.
    """

    hundredths: int
    words: str
    off: bool
    refused: bool = False


def percentages_in(text: str) -> Iterator[Percentage]:
    """Yield the percentages of a text, and half a price as what it is."""
    for found in _PERCENT.finditer(text):
        before, after = text[: found.start()][-60:], text[found.end() :][:40]
        behind, ahead = _OFF_BEFORE.search(before), _OFF_AFTER.match(after)
        words = f"{behind.group() if behind else ''}{found.group()}{ahead.group() if ahead else ''}"
        yield Percentage(
            hundredths=round(float(found["number"].replace(",", ".")) * 100),
            words=words,
            off=behind is not None or ahead is not None,
            refused=_REFUSED.search(before) is not None,
        )
    for found in _HALF.finditer(text):
        refused = _REFUSED.search(text[: found.start()][-60:]) is not None
        yield Percentage(WHOLE // 2, found.group(), off=True, refused=refused)


def unfounded_percentages(sentence: str, facts: Facts, said: str) -> list[Problem]:
    """Return the percentages of a sentence without a ground.

    That the shopper named a discount founds nothing, but that it can't be given may be said.
    """
    found: list[Problem] = []
    for one in percentages_in(sentence):
        if one.off:
            refused = one.refused and one.hundredths in _all_in(said)
            if not refused and one.hundredths not in discounts(facts):
                found.append(Problem("discount", one.words))
        elif one.hundredths != WHOLE and one.hundredths not in shares(facts):
            found.append(Problem("percentage", one.words))
    return found


def discounts(facts: Facts) -> set[int]:
    """Return what is taken off by prices, carts, orders and the shop's own words."""
    return {*facts.discounts, *(one for text in facts.texts for one in _shop_words_in(text)[0])}


def shares(facts: Facts) -> set[int]:
    """Return all other percentages that the shop, its products' texts or its seller named."""
    texts = (*facts.texts, *facts.described)
    known = {one for text in texts for one in _shop_words_in(text)[1]}
    return known.union(*(_all_in(text) for text in facts.told))


def _all_in(text: str) -> set[int]:
    return {one.hundredths for one in percentages_in(text)}


@lru_cache(maxsize=512)
def _shop_words_in(text: str) -> tuple[frozenset[int], frozenset[int]]:
    found = tuple(percentages_in(text))
    off = frozenset(one.hundredths for one in found if one.off)
    return off, frozenset(one.hundredths for one in found if not one.off)
