"""How fast we may send: 80 a second per number; per shopper a burst of 45, then one in 6 s.

A bucket is one number: the time at which it will be full again (GCRA). Taking a token moves it
on and tells when to send, so a place in the queue is taken once and kept. The shopper's token is
taken when the message comes, the number's right before it is sent: taken earlier it would make
everybody wait behind one shopper's turn.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of `burst` tokens, one of which comes back each `interval_seconds`."""

    burst: int
    interval_seconds: float


NUMBER: Final = Rate(burst=20, interval_seconds=1 / 60)
"""20 at once and 60 more in that second: never more than 80 in any one second."""
PAIR: Final = Rate(burst=45, interval_seconds=6)


def take(rate: Rate, full_at: float, now: float) -> tuple[float, float]:
    """Take one token.

    Args:
        rate: the bucket's size and speed.
        full_at: when it will be full again, Unix seconds; 0 for a bucket never used.
        now: Unix seconds.

    Returns:
        When it will be full again now, and when to send.
    """
    base = max(full_at, now)
    send_at = max(now, base - (rate.burst - 1) * rate.interval_seconds)
    return base + rate.interval_seconds, send_at
