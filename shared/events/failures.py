"""The event that tells a waiting owner that an outcome will not come."""

from typing import ClassVar

from shared.events.event import Event, ReplyTo


class RequestFailed(Event):
    """A request could not be handled and went to the dead letters."""

    type: ClassVar[str] = "store.failed"

    failed_type: str
    failed_id: str
    consumer: str
    reason: str
    reply_to: ReplyTo | None = None
    order_number: str | None = None
