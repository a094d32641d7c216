"""Events of the hand-off to people."""

from typing import ClassVar, Literal

from shared.events.event import Event
from shared.models.message import ChannelAddress
from shared.models.wire import WireModel

EscalationReason = Literal[
    "asked", "sentiment", "complexity", "policy", "complaint", "failed", "llm_unavailable"
]


class TranscriptLine(WireModel):
    """One line of what was said before."""

    sender: Literal["customer", "bot", "agent", "system"]
    text: str


class SalesEscalate(Event):
    """A conversation needs a person."""

    type: ClassVar[str] = "store.sales.escalate"
    to: ClassVar[str | None] = "escalation"

    conversation: str
    conversation_id: str
    customer_id: str
    customer_name: str = ""
    address: ChannelAddress
    language: str
    reason: EscalationReason
    sentiment: float = 0.5
    summary: str = ""
    transcript: tuple[TranscriptLine, ...] = ()


class SalesEscalationAccepted(Event):
    """An agent took a conversation."""

    type: ClassVar[str] = "store.sales.escalation.accepted"

    conversation: str
    conversation_id: str
    agent_id: str
    agent_name: str
    waited_seconds: int


class SalesEscalationResolved(Event):
    """An agent closed a conversation."""

    type: ClassVar[str] = "store.sales.escalation.resolved"

    conversation: str
    conversation_id: str
    agent_id: str
    reason: str
    handed_back: bool = False


class SalesSuggestion(Event):
    """A reply suggested to the agent."""

    type: ClassVar[str] = "store.sales.suggestion"
    to: ClassVar[str | None] = "escalation"

    conversation: str
    text: str


class SalesSuggestionDue(Event):
    """A model is to be asked for what helps an agent with a conversation."""

    type: ClassVar[str] = "store.sales.suggestion.due"
    to: ClassVar[str | None] = "escalation"

    conversation: str
    conversation_id: str
    sequence: int
    """Place of the last message that was there when it was asked for."""
    epoch: int
    """Of the lease under which the model is asked; never the same twice in a conversation."""


class SalesInsight(Event):
    """A figure about hand-offs, conversion or response times."""

    type: ClassVar[str] = "store.sales.insight"
    to: ClassVar[str | None] = "escalation"

    kind: Literal[
        "escalated", "accepted", "resolved", "rated", "converted", "first_reply", "classified"
    ]
    """`classified`: a model read why a conversation was escalated; that counts as its reason."""
    conversation_id: str
    agent_id: str | None = None
    reason: str | None = None
    by: Literal["rules", "model"] = "rules"
    """Who named the reason."""
    seconds: int | None = None
    rating: int | None = None


class SalesAssignmentDue(Event):
    """Time to look at a queued or silent conversation again."""

    type: ClassVar[str] = "store.sales.assignment.due"
    to: ClassVar[str | None] = "escalation"

    conversation: str
    conversation_id: str
    check: Literal["queue", "first_reply", "presence"]
    agent_id: str | None = None
