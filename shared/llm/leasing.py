"""One question to a model, asked by one process at a time and paid once, rarely twice. Pure.

The lease lies in the record that the answer is for (docs/adr/0020). An event is handled once, by
whoever takes the lease under its epoch; a doubled one finds itself handled; the event of the next
epoch, a timer, looks whether the holder died. What a holder brings whose epoch is over is dropped.
"""

from datetime import datetime, timedelta
from typing import Final, TypeVar

from shared.models.wire import WireModel

LEASE: Final = timedelta(seconds=60)
"""More than asking, and asking once more for the right form, may take (40 s)."""
SKEW: Final = timedelta(seconds=10)
"""How far the clocks of two pods may be apart."""
MOST_TAKEN: Final = 2
"""How often one question may be paid, should its first holder die."""
LOADING: Final = timedelta(seconds=10)
MOST_POSTPONED: Final = 6
"""A model's client takes seconds to load; after a minute it is not waited for any more."""


class Lease(WireModel):
    """A model is to be asked."""

    epoch: int
    since: datetime
    until: datetime | None = None
    """Nobody has taken it yet while this is absent."""
    taken: int = 0
    """How often a process took it: one that died may be followed by one more."""
    postponed: int = 0
    """How often the model's client was still loading."""


L = TypeVar("L", bound=Lease)


def may_take(lease: Lease, epoch: int, now: datetime) -> bool:
    """Tell whether an event's lease is free, or the one before it was of a holder that died."""
    if lease.until is None:
        return epoch == lease.epoch
    return epoch == lease.epoch + 1 and now >= lease.until


def is_spent(lease: Lease) -> bool:
    """Tell whether holders died so often that nobody is to ask any more."""
    return lease.taken >= MOST_TAKEN


def held(lease: L, epoch: int, now: datetime) -> L:
    """Return the lease as taken; at `look_at` the event of the next epoch is due."""
    return lease.model_copy(update={"epoch": epoch, "until": now + LEASE, "taken": lease.taken + 1})


def look_at(now: datetime) -> datetime:
    """Return when to look whether somebody who takes the lease now has died."""
    return now + LEASE + SKEW


def may_postpone(lease: Lease, epoch: int) -> bool:
    """Tell whether an event's lease is still free."""
    return lease.until is None and lease.epoch == epoch


def postponed(lease: L, epoch: int, now: datetime) -> L | None:
    """Return the lease of a later epoch; None where the client was waited for long enough."""
    if lease.postponed >= MOST_POSTPONED:
        return None
    return lease.model_copy(update={"epoch": epoch, "postponed": lease.postponed + 1, "since": now})


def is_held(lease: Lease, epoch: int) -> bool:
    """Tell whether what was asked for under this epoch is still waited for."""
    return lease.until is not None and lease.epoch == epoch


def is_open(lease: Lease, now: datetime) -> bool:
    """Tell whether a model may still bring something."""
    return now < (lease.until or lease.since + LEASE) + SKEW
