"""A circuit breaker: a model that keeps failing is left alone for a while. Pure."""

from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

FAILURES: Final = 5
"""In a row, until it opens (spec section 8)."""
OPEN_FOR: Final = timedelta(seconds=60)
PROBE_FOR: Final = timedelta(seconds=50)
"""How long one call may take to find out whether the model is back, above the model's timeout.
After that another may: a pod that was killed while it probed must not keep the model shut."""


class Breaker(BaseModel):
    """What is known of a model. `open_until` stays set until a call succeeds."""

    model_config = ConfigDict(frozen=True)

    failures: int = 0
    open_until: datetime | None = None
    probe_until: datetime | None = None

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to remember."""
        return self == Breaker()


def admitted(breaker: Breaker, now: datetime) -> Breaker | None:
    """Return the breaker after letting one call through, None if it lets none through.

    Closed, it lets all through. Its time over, it is half open: one call probes, the others wait.
    """
    if breaker.open_until is None:
        return breaker
    if now < breaker.open_until:
        return None
    if breaker.probe_until is not None and now < breaker.probe_until:
        return None
    return breaker.model_copy(update={"probe_until": now + PROBE_FOR})


def failed(breaker: Breaker, now: datetime, rest: timedelta | None = None) -> Breaker:
    """Return the breaker after a call failed.

    Args:
        breaker: as it is now, which others may have changed since the call was let through.
        now: when the call ended.
        rest: how long the provider wants to be left alone, if it said so; at most a minute of it
            is believed.
    """
    failures = min(breaker.failures + 1, FAILURES)
    was_open = breaker.open_until is not None
    if rest is not None and rest > timedelta(0):
        return Breaker(failures=failures, open_until=now + min(rest, OPEN_FOR))
    if failures >= FAILURES or was_open:
        return Breaker(failures=failures, open_until=now + OPEN_FOR)
    return Breaker(failures=failures)


def succeeded() -> Breaker:
    """Return the breaker after a call succeeded: closed, nothing remembered."""
    return Breaker()


def rested(breaker: Breaker) -> Breaker:
    """Return the breaker after a probe that told nothing: the next call may probe."""
    return breaker.model_copy(update={"probe_until": None})
