"""What is kept of a conversation."""

from datetime import datetime
from typing import Literal

from shared.conversation.desk import Desk
from shared.conversation.dialogue import Dialogue
from shared.conversation.turn import News, Turn
from shared.events.chat import Owner
from shared.events.sales import TranscriptLine
from shared.function.ledger import RecordKind
from shared.models.message import Answer, ChannelAddress, InboundMessage
from shared.models.wire import WireModel
from shared.nlu.meaning import Understanding

Status = Literal["automated", "queued", "agent", "closed"]

WAITING_LIMIT = 20
"""Messages that may wait for a turn to end; more are recorded and answered with the last one."""
KNOWN_IDS = 100
TRANSCRIPT_LINES = 20


class Waiting(WireModel):
    """A message or news that waits for the turn before it to end."""

    message: InboundMessage | None = None
    understanding: Understanding | None = None
    news: News | None = None


class ConversationState(WireModel):
    """One shopper's thread with one brand on one channel; conversations in it are numbered.

    A closed conversation is never changed again: the next message starts number + 1.
    """

    brand: str
    channel: str
    customer_id: str
    number: int = 1
    owner: Owner = "seller"
    status: Status = "automated"
    address: ChannelAddress
    profile_name: str = ""
    language: str
    opened_at: datetime
    last_inbound_at: datetime | None = None
    last_message_at: datetime
    sequence: int = 0
    """Place of the last recorded message, over all numbers of the thread."""
    answered_sequence: int = 0
    answered_at: datetime | None = None
    """Place and time of the last answer that was said to the shopper."""
    known_ids: tuple[str, ...] = ()
    active_turn: Turn | None = None
    turn_retries: int = 0
    waiting: tuple[Waiting, ...] = ()
    dialogue: Dialogue = Dialogue()
    transcript: tuple[TranscriptLine, ...] = ()
    hand_back_summary: str = ""
    escalation_reason: str | None = None
    queued_at: datetime | None = None
    busy_told: bool = False
    """Whether «all agents are busy» was said since it was queued."""
    agent_id: str | None = None
    agent_name: str | None = None
    agent_since: datetime | None = None
    agent_replied_at: datetime | None = None
    draft: Answer | None = None
    """The seller's answer that came after a person took over."""
    desk: Desk | None = None
    """What helps the people who took over; escalation's alone."""
    close_reason: str | None = None
    closed_at: datetime | None = None
    rating_asked: bool = False
    rating: int | None = None
    labels: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The record's `_id`."""
        return conversation_key(self.brand, self.channel, self.customer_id)

    @property
    def conversation_id(self) -> str:
        """Id of the current conversation."""
        return f"{self.key}|{self.number}"


CONVERSATIONS = RecordKind("conversations", ConversationState)
MESSAGES = "messages"
"""Collection of recorded messages, one document each."""


def conversation_key(brand: str, channel: str, customer_id: str) -> str:
    """Return the `_id` of a thread's record."""
    return f"{brand}|{channel}|{customer_id}"
