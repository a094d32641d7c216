"""The only place that reads the wall clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the time in UTC, cut to the millisecond that MongoDB keeps."""
    current = datetime.now(tz=UTC)
    return current.replace(microsecond=current.microsecond // 1000 * 1000)
