"""Events of the WhatsApp gateway."""

from datetime import date, datetime
from typing import ClassVar, Literal

from shared.events.event import Event
from shared.models.message import Answer, ChannelAddress, InboundMessage

DeliveryStatus = Literal["sent", "delivered", "read", "played", "failed"]


class WhatsAppMessageReceived(Event):
    """A WhatsApp message came with media that must be fetched before it can be understood."""

    type: ClassVar[str] = "store.whatsapp.message.received"
    to: ClassVar[str | None] = "whatsapp-media"

    address: ChannelAddress
    profile_name: str = ""
    sent_at: datetime
    message: InboundMessage


class WhatsAppMediaDue(Event):
    """The time of a day's files of shoppers is over."""

    type: ClassVar[str] = "store.whatsapp.media.due"
    to: ClassVar[str | None] = "whatsapp-media"

    day: date
    """In UTC, of the messages that the files came with."""


class WhatsAppMessageSeen(Event):
    """The seller has begun to answer a message: it counts as read, and somebody types."""

    type: ClassVar[str] = "store.whatsapp.message.seen"
    to: ClassVar[str | None] = "whatsapp-sender"

    conversation: str
    """Key of the conversation's record."""
    message_id: str
    address: ChannelAddress
    at: datetime
    again: int = 0
    """Tells apart what is told of one message whose answer takes longer than «typing…» lasts."""


class WhatsAppMessageSend(Event):
    """Send this on WhatsApp, outside of any conversation turn."""

    type: ClassVar[str] = "store.whatsapp.message.send"
    to: ClassVar[str | None] = "whatsapp-sender"

    address: ChannelAddress
    language: str
    answer: Answer
    last_inbound_at: datetime | None = None


class WhatsAppMessageStatus(Event):
    """WhatsApp told what became of a message we sent."""

    type: ClassVar[str] = "store.whatsapp.message.status"
    to: ClassVar[str | None] = "whatsapp-sender"

    wamid: str
    status: DeliveryStatus
    at: datetime
    address: ChannelAddress
    opaque: str | None = None
    """Our id of the outbound message, as sent in `biz_opaque_callback_data`."""
    error_code: int | None = None
    error_title: str | None = None
    billable: bool | None = None
    pricing_category: str | None = None


class WhatsAppMessageDue(Event):
    """The time has come to go on with an outbound message; a timer of its own record."""

    type: ClassVar[str] = "store.whatsapp.message.due"
    to: ClassVar[str | None] = "whatsapp-sender"

    message_id: str
    attempt: int
    """Requests made when this was set: if there were more since, it is out of date."""
    last_inbound_at: datetime | None = None
    """When the shopper wrote, if that is what a parked message was waiting for."""
