"""The last look at what a model wants to say: links, others' names, people's data, our own words.

Pure; whatever the model was talked into, this does not depend on it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.grounds.problem import Problem
from shared.grounds.sentences import SENTENCE_END
from shared.llm.redact import redact
from shared.text import clean

_IMAGE: Final = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)\s]+)[^)]*\)")
_HIDDEN: Final = re.compile(
    "[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2060-\u2065\u3164\uffa0]"
    "|\u200d(?![\u2190-\U0001faff])"  # joins emoji and nothing else
)
"""Not seen by a shopper, but between the signs that the checks look for."""
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0xFFE5: 0xA5,
    0xFFE1: 0xA3,
}
"""Wide forms of Latin letters, digits and marks, to those."""
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_URL: Final = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>()\[\]\"']+|\b[\w+.-]+://[^\s<>\"']+")
_BARE: Final = re.compile(
    r"(?i)(?<![@\w.])(?:[a-z0-9-]+\.)+(?:com|net|org|io|shop|store|app|co|br|mx)\b(?:/\S*)?"
)
_MARKS: Final = re.compile(r"\[(?:email|phone|card|person|secret|address)\]")
_SHINGLE: Final = 7
"""So many words in a row that stand in our instructions are no accident."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What is particular to a turn.

    Attributes:
        links: addresses that may be given: what tools gave, and pages below these.
        other_names: names of other brands and their sellers.
        instructions: what the model was told and must not tell.
        public: texts of the shop that shoppers may read anyway: policies, FAQ answers.
        said: the shopper's own message; their own number may be repeated to them.
    """

    links: frozenset[str]
    other_names: frozenset[str]
    instructions: tuple[str, ...]
    public: tuple[str, ...]
    said: str


def plain(text: str) -> str:
    """Return the text without pictures, tags and hidden characters; links keep label and address.

    A picture's address would be fetched by the shopper's browser: it could carry data away.
    """
    text = _HIDDEN.sub("", clean(text)).translate(_WIDE)
    text = _IMAGE.sub("", text)
    return _TAG.sub("", _LINK.sub(r"\1 \2", text)).strip()


def forbidden(text: str, guard: Guard) -> tuple[Problem, ...]:
    """Return what the text must not say."""
    found = [Problem("link", url) for url in _links(text) if not _may_link(url, guard.links)]
    found += [Problem("brand", name) for name in sorted(guard.other_names) if _names(name, text)]
    found += _people(text, guard)
    found += _told(text, guard)
    return tuple(dict.fromkeys(found))


def without(text: str, problems: Iterable[Problem]) -> str:
    """Return the text without the sentences and lines that have a problem; empty if all have."""
    said = [problem.said.casefold() for problem in problems]
    kept: list[str] = []
    for line in text.split("\n"):
        sentences = SENTENCE_END.split(line)
        good = [one for one in sentences if not any(words in one.casefold() for words in said)]
        if good or not line.strip():
            kept.append(" ".join(good))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _links(text: str) -> list[str]:
    marked = [url.rstrip(".,;:!?") for url in _URL.findall(text)]
    return [*marked, *_BARE.findall(_URL.sub(" ", text))]


def _may_link(url: str, allowed: frozenset[str]) -> bool:
    return any(
        url == one or (one.endswith("/") and url.startswith(one)) or url == one.rstrip("/")
        for one in allowed
    )


def _names(name: str, text: str) -> bool:
    """A name of one word may be a word, too: "to the max" is nobody's name."""
    how = re.IGNORECASE if " " in name else re.NOFLAG
    return re.search(rf"\b{re.escape(name)}\b", text, how) is not None


def _people(text: str, guard: Guard) -> list[Problem]:
    """E-mail addresses, numbers and keys that neither the shopper nor the shop's own words have."""
    known = " ".join((guard.said, *guard.public, *guard.links))
    return [
        Problem("person", sentence)
        for sentence in SENTENCE_END.split(_URL.sub(" ", text))
        if _MARKS.search(redact(sentence)) and not _is_known(sentence, known)
    ]


def _is_known(sentence: str, known: str) -> bool:
    hidden = redact(sentence)
    parts = [part for part in _MARKS.split(hidden) if part]
    rest = sentence
    for part in parts:
        rest = rest.replace(part, "\n", 1)
    return all(one.strip() in known for one in rest.split("\n") if one.strip())


def _told(text: str, guard: Guard) -> list[Problem]:
    secret = _shingles(" ".join(guard.instructions)) - _shingles(" ".join(guard.public))
    return [
        Problem("prompt", sentence)
        for sentence in SENTENCE_END.split(text)
        if secret & _shingles(sentence)
    ]


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
