"""What a model is given to read for the desk: promises first, then this conversation, fenced."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from functions.escalation.thinking.talk import Talk
from shared.events.sales import TranscriptLine
from shared.grounds.fencing import fenced
from shared.llm.fitting import newest_that_fit
from shared.llm.prices import tokens_of
from shared.llm.request import Message, ModelRequest, Scope
from shared.models.brand import Brand
from shared.models.money import display
from shared.models.wire import in_language
from shared.text import fit

CONTEXT_TOKENS: Final = 3000
ANSWER_TOKENS: Final = 700
SECONDS: Final = 20.0
"""For each of at most two calls; a lease lasts longer than both."""
NOTES: Final = 5
_NOTE: Final = 500
_NAME: Final = 80
_SOURCES: Final = {"customer": "shopper", "bot": "seller", "agent": "colleague", "system": "shop"}


def desk_request(talk: Talk, brand: Brand, notes: Sequence[str]) -> ModelRequest:
    """Return what a model is asked about a conversation.

    Args:
        talk: the conversation.
        brand: whose promises are given.
        notes: private notes of agents, oldest first.
    """
    known = _known(talk, notes[-NOTES:])
    left = CONTEXT_TOKENS - tokens_of(known)
    return ModelRequest(
        scope=Scope(brand=brand.id, conversation=talk.key),
        purpose="suggestion",
        prefix=prefix_of(brand, talk.language),
        messages=(Message(role="user", text="\n".join((known, *_said(talk.transcript, left)))),),
        max_tokens=ANSWER_TOKENS,
        timeout_seconds=SECONDS,
    )


def prefix_of(brand: Brand, language: str) -> tuple[str, ...]:
    """Return what every call for a brand and language begins with."""
    policies = brand.policies
    promises = _words("promises")
    values = {
        "brand": brand.name,
        "returns": in_language(policies.returns.text, language),
        "delivery": in_language(policies.shipping.text, language),
        "payment": in_language(policies.payment.text, language),
    }
    for name, value in values.items():
        promises = promises.replace(f"{{{name}}}", value)
    return (_words("desk"), promises)


def _known(talk: Talk, notes: Sequence[str]) -> str:
    dialogue = talk.dialogue
    parts = [f"language: {talk.language}", f"channel: {talk.channel}"]
    if talk.reason:
        parts.append(f"handed over because: {talk.reason}")
    if dialogue.order_number:
        parts.append(f"order spoken of last: {dialogue.order_number}")
    if talk.profile_name.strip():
        parts.append(fenced("profile", fit(talk.profile_name, _NAME)))
    if dialogue.cart and dialogue.cart.lines:
        lines = [f"{line.quantity} x {line.title}" for line in dialogue.cart.lines]
        total = display(dialogue.cart.totals.total, talk.language)
        parts.append(fenced("cart", "\n".join((*lines, f"total {total}"))))
    parts += [fenced("note of a colleague", fit(note, _NOTE)) for note in notes]
    return "\n".join(parts)


def _said(transcript: Sequence[TranscriptLine], left: int) -> list[str]:
    lines = (fenced(_SOURCES[line.sender], line.text) for line in reversed(transcript))
    return newest_that_fit(lines, left, str)


@cache
def _words(name: str) -> str:
    return (Path(__file__).parent / f"{name}.md").read_text("utf-8").strip()
