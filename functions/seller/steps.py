"""What the seller is given at each step of a turn, and what it can decide."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from shared.conversation.dialogue import Dialogue
from shared.conversation.turn import ToolCall, Turn
from shared.events.sales import EscalationReason, TranscriptLine
from shared.llm.request import ModelRequest
from shared.models.brand import Brand
from shared.models.memory import Correction, Preferences, Signal
from shared.models.message import Answer
from shared.models.wire import WireModel

if TYPE_CHECKING:
    from shared.grounds.checking import Grounds

Channel = Literal["whatsapp", "web", "mobile", "api"]


class PlannerInput(WireModel):
    """Everything a step is decided from.

    `dialogue` is the one the turn started with, at every step of the turn: the steps before are
    told from the turn's log, so the same log always leads to the same step.
    """

    conversation: str
    """Key of the conversation's record, for `reply_to`."""
    brand: Brand
    turn: Turn
    dialogue: Dialogue
    customer_id: str
    profile_name: str = ""
    now: datetime
    channel: Channel = "whatsapp"
    preferences: Preferences | None = None
    handed_back_summary: str = ""
    """What the agent wrote when handing the shopper back, for the first turn after it."""
    transcript: tuple[TranscriptLine, ...] = ()
    """What was said before this turn, oldest first, for whoever thinks with a model."""


class CallTools(WireModel):
    """Publish these calls and wait for all results; no calls = still waiting for earlier ones."""

    kind: Literal["call_tools"] = "call_tools"
    calls: tuple[ToolCall, ...]
    dialogue: Dialogue
    """As given: it changes only with the step that ends the turn."""


class Rating(WireModel):
    """A shopper's answer to the satisfaction question."""

    score: int
    order_number: str | None = None


class Reply(WireModel):
    """End the turn with an answer, or without one where none is due (a reaction, held news)."""

    kind: Literal["reply"] = "reply"
    answer: Answer | None
    dialogue: Dialogue
    signals: tuple[Signal, ...] = ()
    """For the memory."""
    correction: Correction | None = None
    """What the shopper takes back or does not want, for the memory too."""
    forget_tastes: bool = False
    """The shopper confirmed that all preferences be forgotten."""
    rating: Rating | None = None
    """For the insights."""
    erase_customer: bool = False
    """The shopper confirmed to be forgotten."""


class HandOff(WireModel):
    """End the turn by putting the conversation into the people's queue."""

    kind: Literal["hand_off"] = "hand_off"
    reason: EscalationReason
    answer: Answer
    dialogue: Dialogue
    summary: str = ""
    """A few words for the agent: what the shopper wanted and where it stopped."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A model must answer this before the turn can go on.

    Attributes:
        request: what it is asked.
        grounds: what its words are checked against before they are shown; None: they are not.
    """

    request: ModelRequest
    grounds: "Grounds | None" = None


Step = CallTools | Reply | HandOff
