"""Which known product a price, a count or "sold out" is said of, where the words leave no doubt.

Pure. No answer is better than a wrong one here: a sentence that compares, or tells of two things,
names nobody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

Titles = frozenset[str]

_OTHERS: Final = re.compile(
    r"(?i)\b(?:with|plus|or|than|but|while|whereas|unlike|these|those|other|another|matching|your"
    r"|and(?! (?:it |they )?(?:costs?|is|are|only|just|now|comes?|sells?|ha(?:s|ve))\b)"
    r"|com|ou|mas|enquanto|est[ea]s|ess[ea]s|outr[oa]s?|seu|sua|do que"
    r"|e(?! (?:custa|sai|está|é|fica|vale|tem)\b)"
    r"|con|pero|mientras|est[oa]s|otr[oa]s?|tu|su|que (?:el|la|los|las)"
    r"|y(?! (?:cuesta|está|sale|vale|es|tiene)\b))\b|[+&;]"
)
_THING: Final = re.compile(
    r"(?i)\b(?:for|with|match(?:es|ing)?|like|unlike|than|of|to|and|or|plus|para|com|como|do|da|dos"
    r"|das|con|del|de|y|e|ou)\s+(?:(?:the|our|a|o|os|as|el|la|los|las|un|una|um|uma)\s+)?$"
)
_OF_PRICE: Final = re.compile(
    r"(?i)\b(?:price|cost|preço|valor|precio|stock|estoque|availability|pieces?|pares?|pairs?"
    r"|unidades?|left)\s+(?:of|for|do|da|dos|das|de|del)\s+"
    r"(?:(?:the|our|o|a|os|as|el|la|los|las)\s+)?$"
)
_LEADS_ON: Final = re.compile(
    r"(?i)[\s,:]*(?:\b(?:for|is|are|of|the|our|left|you get|gets you|buys|only|pelo|pela|pelos"
    r"|pelas|por|do|da|dos|das|de|del|o|a|os|as|el|la|los|las|um|uma|un|una|está|esta|é|es|is|in"
    r"|en|em|stock|leva|llevas|pairs?|pares?|pieces?|unidades?|custa|cuesta|costs?|tênis|tenis)"
    r"\b[\s,:]*)*"
)
_FAR: Final = 60


@dataclass(frozen=True, slots=True)
class Item:
    """What is known of a product.

    Attributes:
        titles: in any language.
        amounts: its prices and line totals, in minor units; empty: none known.
        stocks: pieces that may be named; empty: none known.
        available: whether any of it can be bought; None: not known.
        short: some of its variants can't be bought.
        values: of its options, as it is offered.
    """

    titles: Titles
    amounts: frozenset[int] = frozenset()
    stocks: frozenset[int] = frozenset()
    available: bool | None = None
    short: bool = False
    values: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names products; several where they share the name."""

    start: int
    end: int
    ids: frozenset[str]


def mentions(text: str, items: Mapping[str, Item]) -> list[Mention]:
    """Return where a text names products that are known, by title or what is left of one."""
    if not items:
        return []
    pattern, names = _names(tuple((each, item.titles) for each, item in items.items()))
    return [
        Mention(found.start(), found.end(), names[found.group().casefold()])
        for found in pattern.finditer(text)
    ]


def unnumbered(text: str, items: Mapping[str, Item]) -> str:
    """Return a text of the same length without digits in products' names: they count nothing."""
    for one in mentions(text, items):
        name = re.sub(r"\d", "#", text[one.start : one.end])
        text = f"{text[: one.start]}{name}{text[one.end :]}"
    return text


def owner(sentence: str, start: int, end: int, items: Mapping[str, Item]) -> str | None:
    """Return the id of the one product that what stands at `start:end` is said of, if any."""
    found = mentions(sentence, items)
    named = {each for one in found for each in one.ids}
    if len(named) != 1:
        return None
    before = next((one for one in reversed(found) if one.end <= start), None)
    if before is not None:
        between, ahead = sentence[before.end : start], sentence[: before.start]
        if _THING.search(ahead) and not _OF_PRICE.search(ahead):
            return None
        return None if len(between) > _FAR or _OTHERS.search(between) else next(iter(named))
    after = next((one for one in found if one.start >= end), None)
    if after is None or not _LEADS_ON.fullmatch(sentence[end : after.start]):
        return None
    return next(iter(named))


@lru_cache(maxsize=64)
def _names(
    titles: tuple[tuple[str, Titles], ...],
) -> tuple[re.Pattern[str], Mapping[str, frozenset[str]]]:
    """Return what finds names, and whose each is: a title's own before what is left of another."""
    whole: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    loose: set[str] = set()
    exact: set[str] = set()
    for each, named in titles:
        for title in named:
            whole.setdefault(title.casefold(), set()).add(each)
            (loose if " " in title else exact).add(title)
            for part in _parts(title):
                short.setdefault(part.casefold(), set()).add(each)
                exact.add(part)
    ways = sorted({*loose, *exact}, key=len, reverse=True)
    words = "|".join(f"(?i:{re.escape(one)})" if one in loose else re.escape(one) for one in ways)
    return (
        re.compile(rf"(?<!\w)(?:{words})(?!\w)"),
        {name: frozenset(ids) for name, ids in {**short, **whole}.items()},
    )


def _parts(title: str) -> set[str]:
    """Return what of a title still is a name: `Aero Glide` of `Tênis Aero Glide`."""
    words = title.split()
    parts = [words[:at] for at in range(2, len(words))]
    parts += [words[at:] for at in range(1, len(words) - 1)]
    return {
        " ".join(one)
        for one in parts
        if all(word[:1].isupper() or word[:1].isdigit() for word in one)
    }
