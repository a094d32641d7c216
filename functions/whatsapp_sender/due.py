"""Timers of an outbound message: each carries the attempt that it was set for."""

from datetime import datetime
from typing import Final, Literal

from functions.whatsapp_sender.outbound import Outbound
from shared.events.whatsapp import WhatsAppMessageDue
from shared.function.decision import Emit

Why = Literal["paced", "again", "lost", "unclear"]
OUTCOME: Final[tuple[Why, ...]] = ("lost", "unclear")
"""Set while nobody knows what became of a request; not needed once somebody does."""


def due(message: Outbound, at: datetime, why: Why) -> Emit:
    """Return the timer that wakes the message at `at`, if it has not moved on by then."""
    return Emit(
        WhatsAppMessageDue(message_id=message.id, attempt=message.attempt),
        subject=message.id,
        brand=message.brand,
        channel="whatsapp",
        not_before=at,
        timer=_timer(message.attempt, why),
    )


def outcome_timers(attempt: int) -> tuple[str, ...]:
    """Return the names of the timers that an outcome makes needless."""
    return tuple(_timer(attempt, why) for why in OUTCOME)


def _timer(attempt: int, why: Why) -> str:
    return f"{why}-{attempt}"
