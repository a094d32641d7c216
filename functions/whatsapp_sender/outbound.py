"""The record of one outbound message: what to send, how far it got, what comes next."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from shared.models.message import Answer, ChannelAddress
from shared.models.wire import WireModel

WINDOW: Final = timedelta(hours=24)
"""Free-form messages are allowed this long after the shopper last wrote."""
MARGIN: Final = timedelta(minutes=1)
"""A message sent in the window's last minute may arrive after it."""


NOTICES: Final = frozenset({"news_waiting", "agent_reply"})
"""Occasions whose template only says that something waits: the message itself follows when the
shopper answers it."""


class Stage(StrEnum):
    """How far a message got."""

    QUEUED = "queued"
    SENDING = "sending"
    """A request is under way, or its outcome is not known."""
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    PLAYED = "played"
    PARKED = "parked"
    """Waits for the shopper's next message."""
    FAILED = "failed"


class Form(StrEnum):
    """How a message is put."""

    RICH = "rich"
    PLAIN = "plain"
    TEMPLATE = "template"


ARRIVED: Final = (Stage.SENT, Stage.DELIVERED, Stage.READ, Stage.PLAYED)
"""In this order; later statuses never take a message back to an earlier one."""


class Outbound(WireModel):
    """One outbound message. Its record's id travels to WhatsApp and back as opaque data."""

    id: str
    brand: str
    address: ChannelAddress
    reached_by: tuple[str, ...]
    """Keys of the shopper on this number, to find what waits for them."""
    language: str
    said: str | None = None
    """`_id` of the conversation's message that this sends; none outside of conversations."""
    follows: str | None = None
    """`said` of the message that is to be on the shopper's screen before this one."""
    answer: Answer
    has_template: bool
    """Whether the brand has a template for the answer's occasion."""
    created_at: datetime
    last_inbound_at: datetime | None = None
    stage: Stage = Stage.QUEUED
    form: Form = Form.RICH
    attempt: int = 0
    """Requests made so far; the number of the one under way while `sending`."""
    clear_at: datetime | None = None
    """While `sending`: when to stop waiting for an outcome and send again."""
    wamids: tuple[str, ...] = ()
    """WhatsApp's ids of it; more than one if it was sent twice."""
    failed_wamids: tuple[str, ...] = ()
    notice_wamids: tuple[str, ...] = ()
    """WhatsApp's ids of the template that said something waits; they are not the message."""
    possible_doubles: int = 0
    """Times it was sent again without knowing what became of the request before."""
    trouble: str = ""
    """Why it waits, is parked or failed."""

    @property
    def is_notice(self) -> bool:
        """Whether what is sent now only says that something waits."""
        return self.form is Form.TEMPLATE and self.answer.template in NOTICES

    def window_open(self, now: datetime) -> bool:
        """Tell whether free-form messages are allowed; unknown counts as allowed, Meta decides."""
        return self.last_inbound_at is None or now < self.last_inbound_at + WINDOW - MARGIN


def shopper_keys(address: ChannelAddress) -> tuple[str, ...]:
    """Return the keys under which a shopper is known on one of our numbers."""
    ids = (address.user_id, address.parent_user_id, address.phone)
    return tuple(f"{address.phone_number_id}|{value}" for value in ids if value)
