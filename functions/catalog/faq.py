"""The answer to a frequent question, by topic or by likeness to the known questions."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from functions.catalog.fields import stems
from functions.catalog.words import query_words
from shared.models.brand import FaqEntry

LIKE_ENOUGH: Final = 70.0
"""From 0 to 100; below it, no answer is better than a wrong one."""

_WORD_LIKE_ENOUGH: Final = 80.0


def answer(
    entries: Sequence[FaqEntry], question: str | None = None, topic: str | None = None
) -> FaqEntry | None:
    """Return the entry that answers `question`, else the first one of `topic`.

    The topic was understood from the whole message, so it wins where no question of it is like
    the one asked; a question alone must be like a known one in any language.
    """
    active = sorted((each for each in entries if each.active), key=lambda each: each.order)
    on_topic = [each for each in active if each.topic == topic] if topic else []
    candidates = on_topic or active
    best = max(candidates, key=lambda each: likeness(question or "", each), default=None)
    if best and question and likeness(question, best) >= LIKE_ENOUGH:
        return best
    return on_topic[0] if on_topic else None


def likeness(question: str, entry: FaqEntry) -> float:
    """Return from 0 to 100 how much `question` asks what the entry answers, in any language."""
    asked = query_words(question)
    return max(
        (_alike(asked, query_words(known), code) for code, known in entry.question.items()),
        default=0.0,
    )


def _alike(asked: Sequence[str], known: Sequence[str], language: str) -> float:
    """Return the share of words the two have in common, by stem or but for a typing error."""
    if not asked or not known:
        return 0.0
    left, right = _stemmed(asked, language), _stemmed(known, language)
    shared = sum(_nearest(word, right) for word in left)
    covered = sum(_nearest(word, left) for word in right)
    return 50.0 * (shared / len(left) + covered / len(right))


def _nearest(word: str, others: Sequence[str]) -> float:
    best = max((fuzz.ratio(word, other) for other in others), default=0.0)
    return best / 100 if best >= _WORD_LIKE_ENOUGH else 0.0


def _stemmed(spoken: Sequence[str], language: str) -> list[str]:
    return [stems(word).get(language, word) for word in spoken]
