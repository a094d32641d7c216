"""What helps people with a conversation: by rules at once, by a model once one has answered."""

from datetime import datetime
from typing import Literal

from shared.llm.leasing import Lease
from shared.models.wire import WireModel

Doubt = Literal["price", "trust", "delivery"]
"""What keeps a shopper from buying."""


class DeskHelp(WireModel):
    """What an agent reads before answering. Nothing of it is sent unless a person sends it."""

    by: Literal["rules", "model"] = "rules"
    sequence: int
    """Place of the last message it knows of."""
    at: datetime
    lines: tuple[str, ...] = ()
    """The conversation in short."""
    replies: tuple[str, ...] = ()
    """Drafts to choose from."""
    doubt: Doubt | None = None
    facts: tuple[str, ...] = ()
    """What the brand's policies say to the doubt, word for word."""
    reason: str | None = None
    """Why the shopper needs a person."""


class DeskLease(Lease):
    """A model is to be asked about a conversation; see `docs/adr/0022`."""

    sequence: int


class Desk(WireModel):
    """Help with one conversation, and the asking for it."""

    help: DeskHelp
    lease: DeskLease | None = None
    epochs: int = 0
    """Leases so far."""
    asked: int = 0
    """How often agents asked for more."""
    asked_at: datetime | None = None
