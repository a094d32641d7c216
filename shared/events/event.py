"""What all events have in common."""

from typing import ClassVar

from shared.models.wire import WireModel

MAJOR = 1
"""Major version of every payload; a higher one in `dataschema` is from a newer release."""


class Event(WireModel):
    """A payload with its CloudEvents type. The docstring's first line is its summary."""

    type: ClassVar[str]
    to: ClassVar[str | None] = None
    """Value of the `to` extension that routes commands and results; facts have none."""


class ReplyTo(WireModel):
    """Which tool call of which turn an outcome belongs to."""

    conversation: str
    """Key of the conversation's record."""
    turn_id: str
    call_id: str


def dataschema(event_type: str) -> str:
    """Return the `dataschema` attribute that carries the payload's major version."""
    return f"urn:agent-store:{event_type}:{MAJOR}"
