"""Text to comparable words: case, accents, elongations and plurals folded."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MAX_TOKENS = 400

_TOKEN = re.compile(
    r"(?:us|r|mx|ar|a|c)?\$|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\S",
    re.IGNORECASE,
)
_RUN = re.compile(r"([^\W\dx])\1{2,}")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufe0e\ufe0f\ufeff\U0001f3fb-\U0001f3ff]")
_SENTENCE_END = frozenset(".!?;\n")
_PLURALS = (
    ("ies", "y"),
    ("ces", "z"),
    ("oes", "ao"),
    ("aes", "ao"),
    ("ais", "al"),
    ("eis", "el"),
    ("ois", "ol"),
    ("ns", "m"),
    ("es", ""),
    ("s", ""),
)
_SHORTEST_STEM = 3
_LONG_ENDING = 3


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign of a message.

    Attributes:
        text: as written, lower case.
        key: folded for comparison.
        glued: no space stood before it.
        sentence: which sentence of the message it belongs to, from 0.
    """

    text: str
    key: str
    glued: bool
    sentence: int


def tidy(text: str) -> str:
    """Compose characters, drop invisible ones and skin tones; line breaks stay."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("\x00", " ")


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Lower case without accents, apostrophes or letters held down ("Nãããoo" is "nao")."""
    plain = word.lower()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain.replace("\u2019", "'"))
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _RUN.sub(r"\1", plain.replace("'", ""))


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut a message into at most `MAX_TOKENS` tokens, in time linear to its length."""
    tokens: list[Token] = []
    sentence = 0
    end = 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        if "\n" in text[end:start] and tokens:
            sentence += 1
        word = match.group()
        tokens.append(Token(word.lower(), fold(word), start == end and start > 0, sentence))
        sentence += word in _SENTENCE_END
        end = match.end()
        if len(tokens) == MAX_TOKENS:
            break
    return tuple(tokens)


def keys_of(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase; a trailing `*` (any ending) stays with its word."""
    return tuple(key for part in phrase.split() for key in _keys_of_part(part))


@lru_cache(maxsize=16384)
def _keys_of_part(part: str) -> tuple[str, ...]:
    star = "*" if part.endswith("*") and len(part) > 1 else ""
    keys = [fold(match.group()) for match in _TOKEN.finditer(part.removesuffix("*") or part)]
    return (*keys[:-1], keys[-1] + star) if keys else ()


@lru_cache(maxsize=8192)
def singulars(key: str) -> tuple[str, ...]:
    """What a word may be the plural of, in English, Portuguese and Spanish."""
    if key.endswith("ss"):
        return ()
    return tuple(
        key[: len(key) - len(ending)] + replacement
        for ending, replacement in _PLURALS
        if key.endswith(ending)
        and len(key) - len(ending) + len(replacement)
        >= _SHORTEST_STEM + (len(ending) == _LONG_ENDING)
    )
