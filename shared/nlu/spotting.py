"""Finds every known word and phrase of a message."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shared.nlu.lexicon import ANY_LANGUAGE, Lexicon
from shared.nlu.phrases import Found, Mark, PhraseBook
from shared.nlu.words import Token

_NEGATION_REACH = 3
_MOST_TYPOS = 12
_SHORTEST_HALF = 4
_LONGEST_RUN = 20
_NEGATABLE = frozenset({"concept", "colour", "category", "brand", "product_word", "attribute"})
_TITLE = "product_word"
_BESIDE = frozenset({"feeling", "intensity", "negation"})
_BREAKS = frozenset(",.;:!?()\n")


class Spot(NamedTuple):
    """One meaning found in tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    kind: str
    value: str
    sentence: int
    negated: bool = False


class Spotted(NamedTuple):
    """The spots of a message in order, and its keys after typos were corrected."""

    spots: tuple[Spot, ...]
    keys: tuple[str, ...]


def spot(
    tokens: tuple[Token, ...], language: str, lexicon: Lexicon, vocabulary: PhraseBook
) -> Spotted:
    """Match lexicon and vocabulary; a shop phrase of several words hides built-in words in it."""
    keys = _corrected(tokens, language, lexicon, vocabulary)
    own_words = lexicon.words[language]

    def in_language(phrase: Sequence[str], marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        own = tuple(mark for mark in marks if mark.language in {language, ANY_LANGUAGE})
        return own or (() if any(key in own_words for key in phrase) else marks)

    shop = list(vocabulary.find(keys))
    hidden = {
        index: found.end - found.start
        for found in shop
        if any(mark.kind != _TITLE for mark in found.marks)
        for index in _span(found)
    }
    built_in = [
        found
        for book in lexicon.books
        for found in book.find(keys, in_language)
        if found.start not in hidden or found.end - found.start > hidden[found.start]
    ]
    meant = {index for found in built_in for index in _span(found) if _explains(found)}
    spots = {
        Spot(found.start, found.end, mark.kind, mark.value, tokens[found.start].sentence)
        for found in (*shop, *built_in)
        for mark in found.marks
        if mark.kind != _TITLE or found.start not in meant
    }
    return Spotted(tuple(_negate(sorted(spots), tokens)), keys)


def _explains(found: Found) -> bool:
    return any(mark.kind not in _BESIDE for mark in found.marks)


def _span(found: Found) -> range:
    return range(found.start, found.end)


def _corrected(
    tokens: tuple[Token, ...], language: str, lexicon: Lexicon, vocabulary: PhraseBook
) -> tuple[str, ...]:
    keys: list[str] = []
    typos = 0
    for token in tokens:
        key = token.key
        if typos < _MOST_TYPOS and not (lexicon.book.knows(key) or vocabulary.knows(key)):
            typos += 1
            key = (
                vocabulary.nearest(key, language)
                or lexicon.book.nearest(key, language)
                or _longer_half(key, language, lexicon)
                or key
            )
        keys.append(key)
    return tuple(keys)


def _longer_half(key: str, language: str, lexicon: Lexicon) -> str | None:
    """The telling half of two words run together: "tocancel" is "cancel"."""
    grammar = lexicon.function_words[language]
    if not key.isalpha() or not _SHORTEST_HALF < len(key) <= _LONGEST_RUN:
        return None
    for cut in range(1, len(key) - _SHORTEST_HALF + 1):
        if key[:cut] in grammar and lexicon.book.knows(key[cut:]):
            return key[cut:]
    return None


def _negate(spots: list[Spot], tokens: tuple[Token, ...]) -> Iterable[Spot]:
    reached: set[int] = set()
    for item in spots:
        if item.kind == "negation":
            for position in range(item.end, min(item.end + _NEGATION_REACH, len(tokens))):
                if tokens[position].text in _BREAKS:
                    break
                reached.add(position)
    for item in spots:
        denied = item.kind in _NEGATABLE and item.start in reached
        yield item._replace(negated=True) if denied else item
