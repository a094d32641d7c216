"""What is kept of one customer at one brand."""

from datetime import datetime

from shared.function.ledger import RecordKind
from shared.llm.leasing import Lease
from shared.memory_reads import MEMORIES
from shared.models.memory import Preferences, Signal
from shared.models.wire import WireModel


class Reading(WireModel):
    """A model is to read what was said in a conversation; see `docs/adr/0025`."""

    conversation_id: str
    lease: Lease


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
    unread_before: datetime | None = None
    """They erased what was known, or all of a kind: what was said until then is read no more."""
    readings: tuple[Reading, ...] = ()
    """Conversations that are being read now."""
    updated_at: datetime

    def shown(self) -> dict[str, object]:
        """Return it as its owner sees it: without what only we work with."""
        inner = {"unreadBefore", "readings"}
        return {name: value for name, value in self.wire().items() if name not in inner}


MEMORY = RecordKind(MEMORIES, MemoryState)
