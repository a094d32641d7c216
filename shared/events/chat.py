"""Events of a conversation."""

from datetime import datetime
from typing import ClassVar, Literal

from shared.events.event import Event
from shared.models.message import Answer, ChannelAddress, InboundMessage
from shared.nlu.meaning import Understanding

Owner = Literal["seller", "queue", "agent"]


class ChatMessageNew(Event):
    """A shopper wrote something; text is clean and media lies in our store."""

    type: ClassVar[str] = "store.chat.message.new"

    address: ChannelAddress
    profile_name: str = ""
    sent_at: datetime
    message: InboundMessage


class ChatIntentDetected(Event):
    """A message was understood: language, intent, entities, sentiment, whose it is."""

    type: ClassVar[str] = "store.chat.intent.detected"
    to: ClassVar[str | None] = "seller"

    customer_id: str
    conversation: str
    """Key of the conversation's record."""
    address: ChannelAddress
    profile_name: str = ""
    sent_at: datetime
    message: InboundMessage
    understanding: Understanding


class ChatResponse(Event):
    """An answer for the shopper, in the seller's or a person's words."""

    type: ClassVar[str] = "store.chat.response"

    conversation: str
    conversation_id: str
    customer_id: str
    message_id: str
    sequence: int
    """Place in the conversation, given when it was recorded."""
    follows: int | None = None
    """Place of the answer before it, if that was moments ago: it is to be shown first."""
    sender: Literal["bot", "agent", "system"]
    sender_name: str
    language: str
    answer: Answer
    address: ChannelAddress
    last_inbound_at: datetime | None = None
    """When the shopper last wrote: WhatsApp's 24 hours count from here."""
    turn_id: str | None = None


class ChatThoughtDue(Event):
    """A turn goes on once a model has answered; whoever takes this asks it."""

    type: ClassVar[str] = "store.chat.thought.due"
    to: ClassVar[str | None] = "seller"

    conversation: str
    turn_id: str
    number: int
    """Of the thought in its turn, from 1."""
    epoch: int
    """Of the lease under which it may be asked for."""


class ChatTurnExpired(Event):
    """A turn's time is over; if it still runs, it ends with an answer or a hand-off."""

    type: ClassVar[str] = "store.chat.turn.expired"
    to: ClassVar[str | None] = "seller"

    conversation: str
    turn_id: str


class ChatConversationIdle(Event):
    """24 hours passed since the last message; an automated conversation ends."""

    type: ClassVar[str] = "store.chat.conversation.idle"
    to: ClassVar[str | None] = "seller"

    conversation: str
    last_sequence: int


class ChatConversationUpdated(Event):
    """Who speaks in a conversation changed, or it was closed."""

    type: ClassVar[str] = "store.chat.conversation.updated"

    conversation: str
    conversation_id: str
    customer_id: str
    owner: Owner
    status: Literal["automated", "queued", "agent", "closed"]
    agent_name: str | None = None
    queue_position: int | None = None
    version: int


class ChatMessageRecorded(Event):
    """A shopper's message took its place in the conversation, for whoever watches it."""

    type: ClassVar[str] = "store.chat.message.recorded"
    to: ClassVar[str | None] = "escalation"

    conversation: str
    conversation_id: str
    customer_id: str
    message_id: str
    sequence: int
    message: InboundMessage
    sent_at: datetime
