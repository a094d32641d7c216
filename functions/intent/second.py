"""A second opinion on a message that the rules do not understand: asked how, and believed how far.

Pure. A model may say what a shopper looks for or asks about. That they agree, pay, cancel, want to
be forgotten or to hear no more, it may not say: that takes the shopper's plain word or a tap.
"""

from functools import cache
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ValidationError

from shared.grounds.fencing import fenced
from shared.llm.request import Message, ModelRequest, Scope
from shared.llm.structured import output_schema, read_as
from shared.models.brand import Brand
from shared.nlu.entities import Entities
from shared.nlu.intents import FaqTopic, Intent
from shared.nlu.meaning import Understanding
from shared.nlu.vocabulary import Vocabulary
from shared.text import fit

SECONDS: Final = 4.0
"""A shopper waits for it."""
ANSWER_TOKENS: Final = 120
CONFIDENCE: Final = 0.6
"""Of what a model said: enough to act on, not to be sure."""
LONGEST: Final = 500
_GUESSED: Final = 0.7
"""What is out of scope by words of its own scores higher (`shared/nlu/deciding.py`)."""

Readable = Literal[
    "search",
    "browse_categories",
    "recommend",
    "compare",
    "product_details",
    "view_cart",
    "checkout",
    "order_status",
    "order_history",
    "return_order",
    "exchange_order",
    "refund",
    "faq",
    "hand_off",
    "complaint",
    "help",
    "small_talk",
    "out_of_scope",
    "unclear",
]


class Reading(BaseModel):
    """What a model reads in a message."""

    intent: Readable
    category: str | None = None
    terms: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    faq_topic: FaqTopic | None = None


def is_unsure(understanding: Understanding, brand: Brand) -> bool:
    """Tell whether the rules only guess what a message means."""
    if understanding.intent == Intent.OUT_OF_SCOPE:
        return understanding.confidence < _GUESSED
    if understanding.intent == Intent.MEDIA_ONLY:
        return False
    below = brand.escalation.confidence_below
    return understanding.intent == Intent.UNCLEAR or understanding.confidence < below


def question(text: str, understanding: Understanding, brand: Brand, key: str) -> ModelRequest:
    """Return what a model is asked about a message of the conversation `key`."""
    categories = ", ".join(f"{one.id} ({one.name['en']})" for one in brand.categories)
    said = fenced("shopper", fit(text, LONGEST))
    return ModelRequest(
        scope=Scope(brand=brand.id, conversation=key),
        purpose="intent",
        prefix=(_words().replace("{categories}", categories),),
        messages=(Message(role="user", text=f"language: {understanding.language}\n{said}"),),
        output=output_schema(Reading),
        max_tokens=ANSWER_TOKENS,
        timeout_seconds=SECONDS,
    )


def understood(said: str, text: str, local: Understanding, vocabulary: Vocabulary) -> Understanding:
    """Return what a message means by a model's answer; what can't be believed leaves the rules'.

    Args:
        said: the model's answer.
        text: the message; words and sizes count only if they stand in it.
        local: what the rules made of it: language, mood and entities stay theirs.
        vocabulary: the brand's words.
    """
    try:
        reading = read_as(said, Reading)
    except ValidationError:
        return local
    intent = Intent(reading.intent)
    if intent == Intent.UNCLEAR:
        return local
    return local.model_copy(
        update={
            "intent": intent,
            "confidence": CONFIDENCE,
            "source": "model",
            "alternatives": ((local.intent, local.confidence),),
            "entities": _entities(reading, text.casefold(), local.entities, vocabulary),
            "out_of_scope": intent == Intent.OUT_OF_SCOPE,
        }
    )


def _entities(reading: Reading, words: str, known: Entities, vocabulary: Vocabulary) -> Entities:
    """Return the rules' entities, and where they have none, the model's that stand their ground."""
    sold = {one.id for one in vocabulary.categories}
    category = reading.category if reading.category in sold else None
    sizes = {size.casefold(): size for size in vocabulary.sizes}
    named = tuple(term for term in reading.terms if term and term.casefold() in words)
    sized = tuple(
        sizes[one.casefold()]
        for one in reading.sizes
        if one.casefold() in sizes and one.casefold() in words
    )
    topic = reading.faq_topic if reading.intent == "faq" else None
    return known.model_copy(
        update={
            "category": known.category or category,
            "terms": known.terms or named,
            "sizes": known.sizes or sized,
            "faq_topic": known.faq_topic or topic,
        }
    )


@cache
def _words() -> str:
    return Path(__file__).with_name("unsure.md").read_text("utf-8").strip()
