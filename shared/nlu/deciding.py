"""From scores to one intent, its confidence, the alternatives, and what no shop does."""

from collections.abc import Mapping
from typing import NamedTuple

from shared.nlu.addresses import find_postcode, looks_like_address
from shared.nlu.intents import FaqTopic, Intent
from shared.nlu.lexicon import ANY_LANGUAGE
from shared.nlu.reading import Reading
from shared.nlu.scoring import Label

_YIELDING = frozenset(
    {
        Intent.GREET,
        Intent.THANKS,
        Intent.GOODBYE,
        Intent.SMALL_TALK,
        Intent.HELP,
        Intent.CONFIRM,
        Intent.DENY,
    }
)
_FOREIGN = {"off_topic": 0.85, "open_question": 0.75}
_ANCHORS = frozenset(
    {"order", "item", "cart", "code", "delivery", "person", "customer_service", "complain"}
    | {"invoice", "newsletter", "forget", "recommend", "size_guide", "angry", "money_back"}
)
_NOTHING: Mapping[Label, float] = {}
_IDLE = frozenset({"stop", "item", "in_option", "set_up"})
"""Concepts that their words mostly do not mean: "para" is "stop" only by itself."""
_MARGIN = 0.02
_FIRM = 0.45
_YIELD = 0.5
_SHOP_WINS = 0.6
_CERTAIN = 0.95
_CLEAR_GAP = 0.3
_AMBIGUITY = 0.15
_MOST_ALTERNATIVES = 4
_LEAST_ALTERNATIVE = 0.2
_SENTENCE_WORDS = 5
_NAME_WORDS = 4
_VOWELS = frozenset("aeiouy")
_ASKING = frozenset({"how", "what", "why", "who", "where", "when"})


class Decision(NamedTuple):
    """The intent chosen; `topic` when it is a question about the shop."""

    intent: Intent
    confidence: float
    alternatives: tuple[tuple[Intent, float], ...]
    topic: FaqTopic | None
    out_of_scope: bool


def decide(scores: Mapping[Label, float], reading: Reading, *, answered: bool = False) -> Decision:
    """Choose the best label; courtesies and a bare yes or no give way to anything firmer.

    Args:
        scores: what classifier and context make of it.
        reading: the message.
        answered: it answers what the shop asked, so it is the shop's business.
    """
    if reading.words == 0 and not scores:
        intent = Intent.MEDIA_ONLY if reading.context.has_media else Intent.UNCLEAR
        return Decision(
            intent, 1.0 if intent == Intent.MEDIA_ONLY else 0.5, (), None, out_of_scope=False
        )
    yielded = _yield(scores)
    best = max(yielded.values(), default=0.0)
    outside = _NOTHING if answered else _outside(reading, best)
    if outside:
        yielded = {**yielded, **outside}
    labels = sorted(yielded, key=lambda label: (-yielded[label], label))
    ranked = _by_intent({label: yielded[label] for label in labels})
    intent, top = ranked[0]
    topics = [label.partition(":")[2] for label in labels if label.startswith("faq:")]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    clear = min(1.0, (top - second) / _CLEAR_GAP)
    return Decision(
        intent,
        round(top * (1 - _AMBIGUITY + _AMBIGUITY * clear), 3),
        tuple(
            (other, round(score, 3)) for other, score in ranked[1:] if score >= _LEAST_ALTERNATIVE
        )[:_MOST_ALTERNATIVES],
        FaqTopic(topics[0]) if topics and intent == Intent.FAQ else None,
        intent == Intent.OUT_OF_SCOPE,
    )


def _yield(scores: Mapping[Label, float]) -> dict[Label, float]:
    firm = any(score >= _FIRM for label, score in scores.items() if label not in _YIELDING)
    return {
        label: score * _YIELD if firm and label in _YIELDING and score < _CERTAIN else score
        for label, score in scores.items()
    }


def _by_intent(scores: Mapping[Label, float]) -> list[tuple[Intent, float]]:
    best: dict[Intent, float] = {}
    for label, score in scores.items():
        intent = Intent(label.partition(":")[0])
        best[intent] = max(best.get(intent, 0.0), score)
    return list(best.items())


def _outside(reading: Reading, best: float) -> Mapping[Label, float]:
    """Score what is not the shop's business, or not language, where nothing firmer was found."""
    foreign = max((_FOREIGN.get(word, 0.0) for word in reading.concepts), default=0.0)
    if foreign and (best < _SHOP_WINS or not _is_anchored(reading)):
        return {Intent.OUT_OF_SCOPE: max(foreign, round(best + _MARGIN, 3))}
    if best >= _FIRM:
        return _NOTHING
    if _is_gibberish(reading):
        return {Intent.UNCLEAR: 0.7}
    return _unmatched(reading)


def _unmatched(reading: Reading) -> Mapping[Label, float]:
    asked = "?" in reading.text or bool(reading.concepts & _ASKING)
    if reading.words >= _SENTENCE_WORDS or (asked and reading.words > 1):
        return {Intent.OUT_OF_SCOPE: 0.6}
    named = any(key.isalpha() and not _is_grammar(key, reading) for key in reading.keys)
    if named and reading.words <= _NAME_WORDS and not reading.concepts - _IDLE:
        return {Intent.SEARCH: 0.46}
    return {Intent.UNCLEAR: 0.5}


def _is_anchored(reading: Reading) -> bool:
    things = any(reading.values(kind) for kind in ("category", "brand", "product_word"))
    posted = looks_like_address(reading.text) and find_postcode(reading.text) is not None
    return things or posted or bool(reading.concepts & _ANCHORS)


def _is_grammar(key: str, reading: Reading) -> bool:
    return key in reading.lexicon.function_words[ANY_LANGUAGE]


def _is_gibberish(reading: Reading) -> bool:
    """Most words unknown and unpronounceable: no vowel, or the same letters over and over."""
    words = [token.key for token in reading.tokens if token.key.isalpha()]
    known = sum(
        reading.lexicon.book.knows(word) or reading.vocabulary.book.knows(word) for word in words
    )
    odd = sum(_is_unpronounceable(word) for word in words)
    return not words or (odd * 2 >= len(words) and known == 0)


def _is_unpronounceable(word: str) -> bool:
    consonants = longest = 0
    for char in word:
        consonants = 0 if char in _VOWELS else consonants + 1
        longest = max(longest, consonants)
    return longest >= 4 or not set(word) & _VOWELS or (len(word) > 5 and len(set(word)) <= 3)  # noqa: PLR2004
