"""Which models are tried in which order, and how long each may take. Pure."""

from collections.abc import Iterable
from typing import Final

from shared.models.brand import LlmOverrides

FIRST_SHARE: Final = 0.6
"""Of the time that is left, for a model that others stand behind."""
LEAST_SECONDS: Final = 2.0
"""With less time left a model is not called any more: it would be paid and not heard."""


def models_of(default: str, fallbacks: str, own: LlmOverrides) -> tuple[str, ...]:
    """Return the models of a brand, the preferred one first, each once.

    Args:
        default: the platform's model (`LLM_MODEL`).
        fallbacks: the platform's others, comma-separated (`LLM_FALLBACK_MODELS`).
        own: the brand's. Its model comes before the platform's, its fallbacks replace theirs.
    """
    named: Iterable[str] = (
        own.model or default,
        *(own.fallback_models or fallbacks.split(",")),
    )
    return tuple(dict.fromkeys(name.strip() for name in named if name.strip()))


def attempt_seconds(left_seconds: float, models_after: int) -> float | None:
    """Return how long the next model may take, None if there is no time for it.

    Args:
        left_seconds: until the request's deadline.
        models_after: how many could still be tried after this one.
    """
    if left_seconds < LEAST_SECONDS:
        return None
    share = left_seconds * FIRST_SHARE if models_after else left_seconds
    return max(share, LEAST_SECONDS)
