"""From the words of a query to what each may be found by: itself, synonyms, a mended form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from functions.catalog.vocabulary import Vocabulary
from functions.catalog.words import query_words, words

_LONGEST_SYNONYM: Final = 3

Alike = Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Words -> other ways to say them, all folded."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing the shopper said, with other ways to say it; each way is words that all occur."""

    words: tuple[str, ...]
    ways: tuple[tuple[str, ...], ...] = ()
    mended: str | None = None


def alike_words(synonyms: Mapping[str, tuple[str, ...]]) -> Alike:
    """Return a brand's synonyms as units look them up."""
    return {words(said): tuple(words(way) for way in ways) for said, ways in synonyms.items()}


def units(text: str, vocabulary: Vocabulary, alike: Alike) -> tuple[Unit, ...]:
    """Return the units of a query, the longest known synonym first at each place."""
    left = query_words(text)
    found: list[Unit] = []
    while left:
        unit = _longest(left, alike) or _joined(left, vocabulary) or _single(left[0], vocabulary)
        found.append(unit)
        left = left[len(unit.words) :]
    return tuple(found)


def corrected(found: tuple[Unit, ...]) -> str | None:
    """Return the words that are really searched, where at least one was mended."""
    if not any(unit.mended for unit in found):
        return None
    return " ".join(unit.mended or " ".join(unit.words) for unit in found)


def _longest(left: tuple[str, ...], alike: Alike) -> Unit | None:
    for length in range(min(_LONGEST_SYNONYM, len(left)), 0, -1):
        if ways := alike.get(left[:length]):
            return Unit(left[:length], ways)
    return None


def _joined(left: tuple[str, ...], vocabulary: Vocabulary) -> Unit | None:
    """«smart watch» is also found as «smartwatch»."""
    pair = left[:2]
    return Unit(pair, (("".join(pair),),)) if vocabulary.has("".join(pair)) and pair[1:] else None


def _single(word: str, vocabulary: Vocabulary) -> Unit:
    if vocabulary.knows(word):
        return Unit((word,))
    if parts := vocabulary.split(word):
        return Unit((word,), (parts,))
    if endings := vocabulary.starting(word):
        return Unit((word,), tuple((each,) for each in endings))
    mended = vocabulary.mended(word)
    return Unit((word,), ((mended,),) if mended else (), mended)
