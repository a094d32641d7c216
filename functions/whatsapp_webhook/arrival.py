"""When a message was sent, as far as Meta's timestamp can be believed."""

from datetime import datetime, timedelta
from typing import Final

LONGEST_DELIVERY: Final = timedelta(days=7)
"""Meta repeats a webhook for at most 7 days: a timestamp older than that is wrong."""


def sent_at(claimed: datetime | None, now: datetime) -> datetime:
    """Return the claimed time, or `now` when it is missing, in the future or impossibly old.

    The 24-hour window counts from here, so a wrong time must not open or close it for days.
    """
    if claimed is None or not now - LONGEST_DELIVERY <= claimed <= now:
        return now
    return claimed
