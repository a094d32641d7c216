"""What one message means."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from shared.nlu.entities import Entities
from shared.nlu.frozen import Frozen
from shared.nlu.intents import Intent

_NEUTRAL = 0.5
_INTENTS = frozenset(Intent)


def _known(intent: object) -> object:
    """Read what a newer release means and this one does not know as unclear: sellers ask back."""
    return Intent.UNCLEAR if isinstance(intent, str) and intent not in _INTENTS else intent


KnownIntent = Annotated[Intent, BeforeValidator(_known)]


class Understanding(Frozen):
    """What one message means.

    Attributes:
        language: `en`, `pt` or `es`.
        confidence: 0 to 1; below 0.4 a seller should ask back.
        alternatives: other readings, most likely first.
        sentiment: 0 very negative, 0.5 neutral, 1 very positive.
        out_of_scope: the text is about something no shop does.
        source: who said so; a model only where the rules merely guessed.
    """

    language: str
    language_confidence: float
    intent: KnownIntent
    confidence: float
    alternatives: tuple[tuple[KnownIntent, float], ...] = ()
    entities: Entities = Entities()
    sentiment: float = _NEUTRAL
    out_of_scope: bool = False
    source: Literal["rules", "model"] = "rules"
