"""A turn: the append-only log from one message, or one piece of news, to one answer."""

from datetime import datetime
from typing import Literal, Self

from pydantic import SerializeAsAny, ValidationInfo, field_validator

from shared.events.event import Event
from shared.events.registry import event_classes
from shared.llm.answer import ModelAnswer
from shared.models.message import InboundMessage
from shared.models.wire import WireModel
from shared.nlu.meaning import Understanding

MAX_STEPS = 16
"""Steps a turn may take (architecture section 5)."""


class CarriedEvent(WireModel):
    """An event inside a record: its type beside it, so that it is read back as its own class."""

    event_type: str
    event: SerializeAsAny[Event]

    @field_validator("event", mode="before")
    @classmethod
    def _as_its_own_class(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, Event):
            return value
        event_class = event_classes().get(str(info.data.get("event_type")))
        if event_class is None:
            raise ValueError(f"no event has the type {info.data.get('event_type')}")
        return event_class.model_validate(value)


class ToolCall(CarriedEvent):
    """A tool asked for something: the event to publish, `reply_to` already in it."""

    call_id: str

    @classmethod
    def of(cls, call_id: str, event: Event) -> Self:
        """Return the call that publishes `event`."""
        return cls(call_id=call_id, event_type=event.type, event=event)


class ToolResult(CarriedEvent):
    """What a tool answered; `store.failed` when it will not answer."""

    call_id: str

    @classmethod
    def of(cls, call_id: str, event: Event) -> Self:
        """Return the result that `event` carries."""
        return cls(call_id=call_id, event_type=event.type, event=event)


class News(CarriedEvent):
    """Something that happened without the shopper writing: order news, a cart left behind."""

    @classmethod
    def of(cls, event: Event) -> Self:
        """Return the news that `event` carries."""
        return cls(event_type=event.type, event=event)


class Lease(WireModel):
    """A thought is due: a model is to be asked, by one process at a time.

    Whoever writes the answer down must still have the epoch it was taken under: one whose time ran
    out meanwhile has lost it.
    """

    number: int
    """Of the thought in the turn, from 1."""
    epoch: int
    """Counts the leases of a turn; never the same twice."""
    until: datetime | None = None
    """Nobody has taken it yet while this is absent."""


class Turn(WireModel):
    """What came in, the tools called and what they answered, in order; only appended to."""

    turn_id: str
    started_at: datetime
    kind: Literal["message", "news"] = "message"
    message: InboundMessage | None = None
    understanding: Understanding | None = None
    news: News | None = None
    calls: tuple[ToolCall, ...] = ()
    results: tuple[ToolResult, ...] = ()
    steps: int = 0
    """How often the seller was asked for the next step."""
    thoughts: tuple[ModelAnswer, ...] = ()
    """What a model answered in this turn; none of it is ever asked for again."""
    gave_up: bool = False
    """No model is asked any more in this turn: the rules end it."""
    lease: Lease | None = None
    """Of the last thought that was due; a turn without one is the rules'."""

    @property
    def is_waiting(self) -> bool:
        """Tell whether a call has no result yet: the next step needs all of them."""
        answered = {result.call_id for result in self.results}
        return any(call.call_id not in answered for call in self.calls)

    @property
    def is_thinking(self) -> bool:
        """Tell whether a thought is due that no model has answered yet."""
        lease = self.lease
        return lease is not None and lease.number > len(self.thoughts) and not self.gave_up

    def called(self, calls: tuple[ToolCall, ...]) -> "Turn":
        """Return the turn after a step that called tools."""
        return self.model_copy(update={"calls": self.calls + calls, "steps": self.steps + 1})

    def answered(self, result: ToolResult) -> "Turn":
        """Return the turn with a result; one not asked for, or doubled, changes nothing."""
        asked = any(call.call_id == result.call_id for call in self.calls)
        known = any(other.call_id == result.call_id for other in self.results)
        if not asked or known:
            return self
        return self.model_copy(update={"results": (*self.results, result)})

    def to_think(self) -> "Turn":
        """Return the turn with a thought due, free to be taken under an epoch of its own."""
        epoch = self.lease.epoch + 1 if self.lease else 1
        lease = Lease(number=len(self.thoughts) + 1, epoch=epoch)
        return self.model_copy(update={"lease": lease})

    def thought(self, answer: ModelAnswer | None) -> "Turn":
        """Return the turn with a model's answer; without one no model is asked any more."""
        if answer is None:
            return self.model_copy(update={"gave_up": True})
        return self.model_copy(update={"thoughts": (*self.thoughts, answer)})
