"""A message read as an answer to what the shop asked, before it is weighed with the rest."""

from collections.abc import Mapping
from typing import NamedTuple

from shared.nlu.entities import Entities
from shared.nlu.intents import Intent
from shared.nlu.scoring import Evidence, Label

_STRONG = 0.8
_FIRM = 0.7
_POINTING = frozenset(
    {
        Intent.CHOOSE,
        Intent.CHOOSE_OPTION,
        Intent.SEARCH,
        Intent.CONFIRM,
        Intent.GREET,
        Intent.THANKS,
    }
)
"""What pointing at a shown product also looks like."""


class Expected(NamedTuple):
    """The label the question makes likely, and the entities as the question makes them read."""

    label: Label
    score: float
    entities: Entities


def answer(
    evidence: Evidence, intent: Intent, score: float, changes: Mapping[str, object] | None = None
) -> Expected:
    """Answer with an intent, and with the entities changed to what the question makes of them."""
    return Expected(intent, score, evidence.entities.model_copy(update=dict(changes or {})))


def other(scores: Mapping[Label, float], *own: Intent) -> bool:
    """Tell whether the classifier strongly hears something else."""
    return any(score > _STRONG and label not in own for label, score in scores.items())


def has_firm(scores: Mapping[Label, float]) -> bool:
    """Tell whether the classifier hears a wish that pointing at something does not explain."""
    return any(score >= _FIRM for label, score in scores.items() if label not in _POINTING)
