"""How a remembered taste weighs today: it fades, unless it was said."""

from datetime import datetime
from typing import Final

from shared.models.memory import Affinity

HALF_LIFE_DAYS: Final = 30
FAINT: Final = 0.02
"""Weight below which something noticed moves nothing any more, and is not worth telling."""
INFERRED: Final = 0.4
"""The most that anything noticed may weigh, where anything said weighs 1."""
_HALFWAY: Final = 4.0
"""The score from which something noticed has half of its most weight: two products in a cart."""


def decayed(affinity: Affinity, now: datetime) -> float:
    """Return a score as it is now; what was said explicitly does not fade."""
    if affinity.explicit:
        return affinity.score
    days = max((now - affinity.at).total_seconds(), 0) / 86_400
    return affinity.score * 0.5 ** (days / HALF_LIFE_DAYS)


def weight(affinity: Affinity, now: datetime) -> float:
    """Return from 0 to 1 how much a taste counts now.

    What was said counts 1; what was only noticed never comes near it, however often it was.
    """
    if affinity.explicit:
        return 1.0
    score = decayed(affinity, now)
    return INFERRED * score / (score + _HALFWAY) if score > 0 else 0.0
