"""What one message means."""

from typing import Literal

from shared.nlu.entities import Entities
from shared.nlu.frozen import Frozen
from shared.nlu.intents import Intent

_NEUTRAL = 0.5


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
    intent: Intent
    confidence: float
    alternatives: tuple[tuple[Intent, float], ...] = ()
    entities: Entities = Entities()
    sentiment: float = _NEUTRAL
    out_of_scope: bool = False
    source: Literal["rules", "model"] = "rules"
