"""Finds every known word and phrase of a message."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from shared.nlu.lexicon import ANY_LANGUAGE, LANGUAGES, Lexicon
from shared.nlu.phrases import Found, Mark, PhraseBook
from shared.nlu.words import Token

_NEGATION_REACH = 3
_MOST_TYPOS = 12
_SHORTEST_FOREIGN = 8
_SHORTEST_HALF = 4
_LONGEST_RUN = 20
_NEGATABLE = frozenset(
    {"concept", "colour", "category", "brand", "product_word", "attribute", "feeling"}
)
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
    """Match lexicon and vocabulary; the longer phrase hides the other, the shop's on a tie."""
    keys = _corrected(tokens, language, lexicon, vocabulary)
    own_words = lexicon.words[language]

    def in_language(phrase: Sequence[str], marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        own = tuple(mark for mark in marks if mark.language in {language, ANY_LANGUAGE})
        return own or (() if any(key in own_words for key in phrase) else marks)

    def in_shop(phrase: Sequence[str], marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        if len(phrase) > 1 or phrase[0] not in own_words:
            return marks
        if not vocabulary.holds(phrase[0]):
            return ()
        return tuple(mark for mark in marks if mark.language in {language, ANY_LANGUAGE})

    main, *layers = (list(book.find(keys, in_language)) for book in lexicon.books)
    shop = list(_shorter_out(vocabulary.find(keys, in_shop), _lengths(main)))
    named = (found for found in shop if any(mark.kind != _TITLE for mark in found.marks))
    lengths = _lengths(named)
    built_in = [
        found
        for found in chain(main, *layers)
        if found.end - found.start > lengths.get(found.start, 0)
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


def _lengths(phrases: Iterable[Found]) -> dict[int, int]:
    return {index: found.end - found.start for found in phrases for index in _span(found)}


def _shorter_out(phrases: Iterable[Found], others: dict[int, int]) -> Iterator[Found]:
    for found in phrases:
        if found.end - found.start >= others.get(found.start, 0):
            yield found


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
                or _foreign_product(key, vocabulary)
                or _longer_half(key, language, lexicon)
                or key
            )
        keys.append(key)
    return tuple(keys)


def _foreign_product(key: str, vocabulary: PhraseBook) -> str | None:
    """A misspelt product word of another language; only long ones are told from chance."""
    if len(key) < _SHORTEST_FOREIGN:
        return None
    return next(filter(None, (vocabulary.nearest(key, code) for code in LANGUAGES)), None)


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
