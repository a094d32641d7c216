"""What is kept of one customer at one brand."""

from datetime import datetime

from shared.function.ledger import RecordKind
from shared.memory_reads import MEMORIES
from shared.models.memory import Preferences, Signal
from shared.models.wire import WireModel


class MemoryState(WireModel):
    """A customer's memory. `preferences` is what others read; the rest explains and corrects it."""

    brand: str
    customer_id: str
    preferences: Preferences
    history: tuple[Signal, ...] = ()
    """The newest interactions, oldest first."""
    purchases: int = 0
    searches: int = 0
    forgotten: tuple[str, ...] = ()
    """`kind:value` the shopper took out; only said again explicitly does it come back."""
    updated_at: datetime


MEMORY = RecordKind(MEMORIES, MemoryState)
