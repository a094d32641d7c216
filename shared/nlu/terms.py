"""The words of a message that nothing explained: what a search looks for in the texts."""

from collections.abc import Iterable, Iterator

from shared.nlu.lexicon import ANY_LANGUAGE
from shared.nlu.reading import Reading

_LEFT_IN = frozenset({"category", "product_word", "feeling", "intensity"})
"""A category's synonym is often narrower than the category: "boots" are not all shoes."""

_WEATHER = "off_topic"
"""Rain is no business of a shop's, a rain jacket is: where something is sought it says which."""
_WHOLE = ("category_name", "brand")
_MOST_TERMS = 12
_LONGEST_TERM = 40


def find_terms(reading: Reading, named: Iterable[str | None]) -> tuple[str, ...]:
    """Words without a meaning of their own here, and words of product titles, in order.

    Args:
        reading: the message.
        named: codes, order numbers and addresses found: nothing to search for.
    """
    covered = {
        index
        for spot in reading.spots
        if spot.kind not in _LEFT_IN and spot.value != _WEATHER
        for index in range(spot.start, spot.end)
    }
    filed = {spot.start for kind in _WHOLE for spot in reading.of(kind)}
    titled = {spot.start for spot in reading.of("product_word")} - filed
    denied = {spot.start for spot in reading.spots if spot.negated}
    wanted = [
        index
        for index in range(len(reading.tokens))
        if index not in denied and (index in titled or index not in covered)
    ]
    known = " ".join(text for text in named if text).casefold()
    terms = (word for word in _words(reading, wanted) if word.casefold() not in known)
    return tuple(dict.fromkeys(terms))[:_MOST_TERMS]


def find_excluded_terms(reading: Reading) -> tuple[str, ...]:
    """Product words behind a negation: "not leather"."""
    kinds = ("product_word", "brand", "attribute", "category")
    return tuple(
        dict.fromkeys(
            " ".join(token.text for token in reading.tokens[spot.start : spot.end])
            for kind in kinds
            for spot in reading.of(kind)
            if spot.negated
        )
    )


def _words(reading: Reading, wanted: list[int]) -> Iterator[str]:
    index = 0
    while index < len(wanted):
        word = reading.tokens[wanted[index]].text
        last = index
        while _continues(reading, wanted, last) and len(word) < _LONGEST_TERM:
            last += 1
            word += reading.tokens[wanted[last]].text
        if _is_term(reading, wanted[index], word):
            yield word.strip("-'\u2019")
        index = last + 1


def _continues(reading: Reading, wanted: list[int], index: int) -> bool:
    if index + 1 >= len(wanted) or wanted[index + 1] != wanted[index] + 1:
        return False
    token = reading.tokens[wanted[index + 1]]
    return token.glued and (token.key.isalnum() or token.text == "-")


def _is_term(reading: Reading, index: int, word: str) -> bool:
    if not any(char.isalpha() for char in word) or len(word) > _LONGEST_TERM:
        return False
    key = reading.keys[index]
    if word != reading.tokens[index].text:
        return True
    return len(key) > 1 and key not in reading.lexicon.function_words[ANY_LANGUAGE]
