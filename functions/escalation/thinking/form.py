"""The form that a model fills in for the desk."""

from typing import Final, Literal

from pydantic import BaseModel

from shared.events.sales import EscalationReason

Mood = Literal["calm", "unsure", "annoyed", "angry"]
Readable = Literal["asked", "complaint", "sentiment", "policy", "complexity"]
"""Reasons that can be read from a conversation; of the others the rules alone know."""

KNOWN_FOR_SURE: Final[frozenset[EscalationReason]] = frozenset({"failed", "llm_unavailable"})


class DeskThought(BaseModel):
    """What a model makes of a conversation."""

    wants: str
    tried: str
    open_question: str
    mood: Mood
    reason: Readable
    doubt: Literal["none", "price", "trust", "delivery"]
    doubt_reply: str = ""
    replies: tuple[str, ...] = ()
