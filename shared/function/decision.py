"""What a core decided: the new state and what follows from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from shared.events.event import Event

S_co = TypeVar("S_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Emit:
    """An event to publish.

    Attributes:
        event: the payload.
        subject: id of what it is about.
        brand: overrides the delivery's brand.
        channel: overrides the delivery's channel.
        to: overrides the event class's destination.
        not_before: publish at this time instead of now (a timer).
        timer: name under which the timer can be cancelled; unique within the record.
        expires_at: for commands, refused after this time.
        key: names the event whatever caused it: asked again, it is the same event and its
            consumer answers the same. Without it the id follows from the cause.
    """

    event: Event
    subject: str
    brand: str | None = None
    channel: str | None = None
    to: str | None = None
    not_before: datetime | None = None
    timer: str | None = None
    expires_at: datetime | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Insert:
    """A document that follows from the decision, inserted once; its `_id` names it."""

    collection: str
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decision(Generic[S_co]):
    """The outcome of `decide`.

    Attributes:
        state: the new state; the very same object as before means nothing changed.
        emits: events to publish.
        inserts: documents to insert once, before the events are published.
        cancels: names of timers of this record that are no longer needed.
        result: JSON answer for whoever asked; a replay answers the same.
    """

    state: S_co
    emits: tuple[Emit, ...] = ()
    inserts: tuple[Insert, ...] = ()
    cancels: tuple[str, ...] = ()
    result: dict[str, Any] | None = None
