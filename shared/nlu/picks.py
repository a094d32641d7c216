"""Which of the shown products is meant: "the second one", "the cheaper one", "the blue one"."""

from typing import NamedTuple

from shared.nlu.context import ShownProduct
from shared.nlu.entities import Relative
from shared.nlu.lexicon import ANY_LANGUAGE
from shared.nlu.numerals import Numeral
from shared.nlu.reading import Reading
from shared.nlu.words import keys_of

_SUFFIXES = frozenset({"st", "nd", "rd", "th", "o", "a", "do", "da", "ro", "ra", "to", "ta"})
_EXTREMES = frozenset({"cheapest", "most_expensive"})
_TITLE_SHARE = 0.5
_MOST_TITLES = 30


class Pick(NamedTuple):
    """A position in the last list and the products meant; `taken` are the tokens that said so."""

    ordinal: int | None
    relative: Relative | None
    product_ids: tuple[str, ...]
    taken: frozenset[int]


def find_pick(reading: Reading, numerals: tuple[Numeral, ...]) -> Pick:
    """Resolve what points at the products shown before; the most exact pointer wins."""
    shown = reading.context.shown_products
    ordinal, taken = _ordinal(reading, numerals)
    relative: Relative | None = _relative(reading)
    products = (
        _each(reading, numerals, shown)
        or _at(shown, ordinal)
        or _by_price(reading, shown, relative)
        or _by_words(reading, shown)
    )
    return Pick(ordinal, relative, tuple(item.product_id for item in products), taken)


def _ordinal(reading: Reading, numerals: tuple[Numeral, ...]) -> tuple[int | None, frozenset[int]]:
    for spot in reading.of("ordinal"):
        return int(spot.value), frozenset(range(spot.start, spot.end))
    for numeral in numerals:
        if numeral.whole and _points(reading, numeral):
            return numeral.whole, frozenset(range(numeral.start, numeral.end + 1))
    return None, frozenset()


def _points(reading: Reading, numeral: Numeral) -> bool:
    following = numeral.end
    if following < len(reading.tokens):
        token = reading.tokens[following]
        if token.glued and numeral.in_digits and token.key in _SUFFIXES:
            return True
    if numeral.start == 0 or not reading.context.shown_products:
        return False
    before = reading.tokens[numeral.start - 1].text
    named = reading.ending("concept", numeral.start)
    listed = numeral.value <= len(reading.context.shown_products)
    return before == "#" or (listed and named is not None and named.value == "choose")


def _relative(reading: Reading) -> Relative | None:
    for spot in reading.of("relative"):
        match spot.value:
            case (
                "cheaper"
                | "cheapest"
                | "pricier"
                | "most_expensive"
                | "bigger"
                | "smaller"
                | "other"
            ) as relative:
                return relative
            case _:
                continue
    return None


def _at(shown: tuple[ShownProduct, ...], ordinal: int | None) -> list[ShownProduct]:
    if ordinal == -1 and shown:
        return [shown[-1]]
    return [shown[ordinal - 1]] if ordinal and 0 < ordinal <= len(shown) else []


def _each(
    reading: Reading, numerals: tuple[Numeral, ...], shown: tuple[ShownProduct, ...]
) -> list[ShownProduct]:
    """Return all that are named by place: "the first and the third", "compare 1 and 3"."""
    places = [int(spot.value) for spot in reading.of("ordinal")]
    if "compare" in reading.concepts:
        places += [numeral.whole for numeral in numerals if numeral.whole]
    found = [item for place in dict.fromkeys(places) for item in _at(shown, place)]
    return found if len(found) > 1 else []


def _by_price(
    reading: Reading, shown: tuple[ShownProduct, ...], relative: Relative | None
) -> list[ShownProduct]:
    if not shown or not (relative in _EXTREMES or _is_definite(reading)):
        return []
    if relative in {"cheaper", "cheapest"}:
        return [min(shown, key=lambda item: item.price_minor)]
    if relative in {"pricier", "most_expensive"}:
        return [max(shown, key=lambda item: item.price_minor)]
    return []


def _is_definite(reading: Reading, kinds: tuple[str, ...] = ("relative",)) -> bool:
    """Tell "the cheaper one" from "anything cheaper?" and "a cheaper one"."""
    return any(
        reading.ending("definite", spot.start) or reading.starting("definite", spot.start)
        for kind in kinds
        for spot in reading.of(kind)
        if not reading.ending("article", spot.start)
    )


def _by_words(reading: Reading, shown: tuple[ShownProduct, ...]) -> list[ShownProduct]:
    if reading.values("category") and not _is_definite(reading, ("category", "colour")):
        return []
    said = {*reading.keys, *(token.key for token in reading.tokens)}
    colours = set(reading.values("colour"))
    scores = [_likeness(item, said, colours, reading) for item in shown[:_MOST_TITLES]]
    best = max(scores, default=0.0)
    if best < _TITLE_SHARE:
        return []
    return [item for item, score in zip(shown, scores, strict=False) if score == best]


def _likeness(item: ShownProduct, said: set[str], colours: set[str], reading: Reading) -> float:
    grammar = reading.lexicon.function_words[ANY_LANGUAGE]
    title = [key for key in keys_of(item.title) if key not in grammar]
    coloured = {
        mark.value
        for found in reading.lexicon.book.find(title)
        for mark in found.marks
        if mark.kind == "colour"
    }
    matches = sum(key in said for key in title)
    share = matches / len(title) if title else 0.0
    return max(share, 0.6 + share / 10 if colours & coloured else 0.0)
