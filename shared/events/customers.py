"""Events of customers and their memory."""

from typing import ClassVar, Literal

from shared.events.event import Event
from shared.models.memory import Correction, Signal
from shared.models.message import ChannelAddress


class CustomerIdentityChanged(Event):
    """A channel gave a shopper a new number or id."""

    type: ClassVar[str] = "store.customer.identity.changed"
    to: ClassVar[str | None] = "identity"

    old: ChannelAddress
    new: ChannelAddress
    reason: Literal["user_changed_number", "user_changed_user_id"]


class CustomerEraseRequested(Event):
    """A shopper confirmed to be forgotten."""

    type: ClassVar[str] = "store.customer.erase"
    to: ClassVar[str | None] = "identity"

    customer_id: str


class CustomerEraseDue(Event):
    """The time has come to erase what is there of a customer; a timer of its own record."""

    type: ClassVar[str] = "store.customer.erase.due"
    to: ClassVar[str | None] = "identity"

    customer_id: str
    step: int
    """Which step it was set for: another one is out of date."""


class MemorySignals(Event):
    """Things a shopper did or said that tell what they like, or how they correct what is known."""

    type: ClassVar[str] = "store.memory.signal"
    to: ClassVar[str | None] = "memory"

    customer_id: str
    signals: tuple[Signal, ...] = ()
    correction: Correction | None = None
    """Applied before the signals."""
    erase: bool = False
    """Forget all preferences first; the shopper confirmed it."""


class MemoryReadingDue(Event):
    """A conversation fell silent: a model may read what the shopper stated in passing."""

    type: ClassVar[str] = "store.memory.reading.due"
    to: ClassVar[str | None] = "memory"

    customer_id: str
    conversation: str
    conversation_id: str
    epoch: int = 1
    """Of the lease under which the model is asked; never the same twice for a conversation."""

    @property
    def key(self) -> str:
        """What makes it the same event, whoever emits it."""
        return f"{self.conversation_id}|reading|{self.epoch}"


class MemoryUpdated(Event):
    """What is remembered of a customer changed."""

    type: ClassVar[str] = "store.memory.updated"

    customer_id: str
    version: int
