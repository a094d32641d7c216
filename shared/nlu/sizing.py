"""Sizes, quantities and measured attributes: what the numbers that are no price mean."""

from collections.abc import Mapping
from typing import NamedTuple

from shared.nlu.context import Pending
from shared.nlu.numerals import Numeral
from shared.nlu.reading import Reading
from shared.nlu.spotting import Spot
from shared.nlu.words import fold

_MOST_PIECES = 999
_FEW_WORDS = 4
_BUYING = frozenset(
    {"add", "buy", "change", "make_it", "quantity_word", "take_it", "want", "remove"}
)


class Measures(NamedTuple):
    """Sizes as printed where the shop prints them, pieces, and attributes such as 256gb."""

    sizes: tuple[str, ...]
    quantity: int | None
    attributes: Mapping[str, str]
    bare: Numeral | None


def find_measures(
    reading: Reading, numerals: tuple[Numeral, ...], taken: frozenset[int]
) -> Measures:
    """Tell sizes, pieces and attributes apart; `taken` tokens are prices or positions already."""
    attributes = dict(spot.value.split("=") for spot in reading.of("attribute") if not spot.negated)
    free = [numeral for numeral in numerals if numeral.start not in taken]
    kinds = [(_kind(reading, numeral), numeral) for numeral in free]
    for kind, numeral in kinds:
        name, measured, suffix = kind.partition("=")
        if measured and name not in {"quantity", "time"}:
            attributes.setdefault(name, f"{_key(numeral)}{suffix}")
    sizes = [_printed(reading, numeral) for kind, numeral in kinds if kind == "size"]
    counted = [numeral for kind, numeral in kinds if kind == "quantity="]
    bare = next((numeral for kind, numeral in kinds if kind == "bare"), None)
    quantity = next((n for n in map(_pieces, counted) if n is not None), None)
    if quantity is None and reading.context.pending == Pending.QUANTITY:
        quantity = _asked_quantity(reading, bare)
    if quantity is None and reading.words <= _FEW_WORDS and "make_it" in reading.concepts:
        quantity = next((int(spot.value) for spot in reading.of("article")), None)
    every = (*_worded_sizes(reading), *sizes)
    return Measures(tuple(dict.fromkeys(every)), quantity, attributes, bare)


def _kind(reading: Reading, numeral: Numeral) -> str:
    """What a number is: a unit's `name=suffix`, `size`, `quantity=` or `bare`."""
    unit = reading.starting("unit", numeral.end) or _leading_unit(reading, numeral)
    if unit:
        return unit.value
    if _is_size(reading, numeral):
        return "size"
    return "quantity=" if _counts(reading, numeral) else "bare"


def _worded_sizes(reading: Reading) -> list[str]:
    sized = reading.vocabulary.sizes_by_key
    offered = {fold(v) for values in reading.context.selected_options.values() for v in values}
    return [
        sized.get(fold(spot.value), spot.value)
        for spot in reading.of("size")
        if reading.ending("size_word", spot.start)
        or fold(spot.value) in offered
        or (
            fold(spot.value) in sized
            and (spot.end - spot.start > 1 or _stands_out(reading, spot.start))
        )
    ]


def _stands_out(reading: Reading, position: int) -> bool:
    word = reading.tokens[position].text
    return len(word) > 1 or f" {word.upper()}" in f" {reading.text}"


def _leading_unit(reading: Reading, numeral: Numeral) -> Spot | None:
    before = reading.ending("unit", numeral.start)
    return before if before and before.value in {"spf=", "quantity="} else None


def _is_size(reading: Reading, numeral: Numeral) -> bool:
    if reading.ending("size_word", numeral.start):
        return True
    return _key(numeral) in reading.vocabulary.sizes_by_key and not _counts(reading, numeral)


def _printed(reading: Reading, numeral: Numeral) -> str:
    key = _key(numeral)
    return reading.vocabulary.sizes_by_key.get(key, key)


def _key(numeral: Numeral) -> str:
    return f"{numeral.value.normalize():f}"


def _counts(reading: Reading, numeral: Numeral) -> bool:
    if not numeral.whole or numeral.whole > _MOST_PIECES:
        return False
    if any(reading.starting(kind, numeral.end) for kind in ("category", "product_word", "brand")):
        return True
    likely_size = _key(numeral) in reading.vocabulary.sizes_by_key
    return not likely_size and bool(reading.concepts & _BUYING)


def _pieces(numeral: Numeral) -> int | None:
    return numeral.whole if numeral.whole is not None and numeral.whole <= _MOST_PIECES else None


def _asked_quantity(reading: Reading, bare: Numeral | None) -> int | None:
    if bare:
        return _pieces(bare)
    return next((int(spot.value) for spot in reading.of("article")), None)
