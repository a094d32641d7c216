"""Products that a turn knows, and where a text names them. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

Titles = frozenset[str]


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
