"""Stretches of time that can be compared. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Scale = Literal["minutes", "months"]
"""A month has no number of days that everybody agrees on: the two are never compared."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time or, as in "3 to 6 days", a range of them.

    Attributes:
        low: in the scale's unit.
        high: the same as `low` where it is no range.
        step: the unit it was said in; whole ones of it between `low` and `high` are meant, too.
        working: counted in days on which people work.
    """

    scale: Scale
    low: int
    high: int
    step: int
    working: bool = False

    def bears(self, point: int, scale: Scale, *, working: bool) -> bool:
        """Tell whether one number of a claim is among what this says.

        Working days may be told as days: that is how people shorten them.
        """
        if scale != self.scale or (working and not self.working):
            return False
        inside = self.low < point < self.high and (point - self.low) % self.step == 0
        return inside or point in (self.low, self.high)


def is_borne(span: Span, grounds: Iterable[Span]) -> bool:
    """Tell whether each end of a claim is among what the grounds say."""
    known = tuple(grounds)
    return all(
        any(one.bears(point, span.scale, working=span.working) for one in known)
        for point in (span.low, span.high)
    )
