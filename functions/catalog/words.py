"""Text to search words, the same way for products and for queries."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

MAX_QUERY_WORDS: Final = 12

_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_ENGLISH: Final = (
    "a an and any are at by do for from have i in is it me my of on or show some something that "
    "the this to want with you your looking need buy get"
)
_PORTUGUESE: Final = (
    "algo ao aos as com da das de dos e em esse essa esta este eu mais meu minha na nas no nos o "
    "os para pra por que quero queria ver tem uma um uns umas comprar preciso procuro"
)
_SPANISH: Final = (
    "al alguna algun con del el ella en la las lo los mi quiero quisiera se su tienen un una unas "
    "unos y necesito busco"
)
_STOP_WORDS: Final = frozenset(f"{_ENGLISH} {_PORTUGUESE} {_SPANISH}".split())
"""Folded words that say nothing about a product; they count only when nothing else is said."""


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Return `text` in lower case without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`; digits stand alone, so that `256GB` is `256 GB`."""
    return tuple(_WORD.findall(fold(text)))


def query_words(text: str) -> tuple[str, ...]:
    """Return the words worth searching for, each once, at most `MAX_QUERY_WORDS`."""
    found = tuple(dict.fromkeys(words(text)))
    telling = tuple(word for word in found if word not in _STOP_WORDS)
    return (telling or found)[:MAX_QUERY_WORDS]


def term(value: object) -> str:
    """Return a filter value as it is compared: `256 GB` is `256gb`, `10,5` is `10.5`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _closed(str(value))


@lru_cache(maxsize=16_384)
def _closed(text: str) -> str:
    return "".join(fold(text).replace(",", ".").split())
