"""What a conversation came to, whichever loop played it."""

from dataclasses import dataclass, field

from functions.seller.planner.tools import UNADDRESSED
from shared.events.event import Event
from tests.functions.seller.tool_answers import Tools

RETRY = "(to be said again)"
"""In place of how each loop words what was wrong with a call."""


@dataclass
class TurnPlayed:
    """One turn.

    Attributes:
        said: to the shopper.
        thoughts: how often the model was asked.
        told: what it was told of its calls, in order.
        asked: of the shop, in order.
        ended_by: the tool that others than the model go on from, or `person`.
    """

    said: str = ""
    thoughts: int = 0
    told: list[str] = field(default_factory=list[str])
    asked: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    ended_by: str = ""
    error: str = ""


@dataclass
class Played:
    """A whole conversation."""

    tools: Tools
    turns: list[TurnPlayed] = field(default_factory=list[TurnPlayed])

    @property
    def cart(self) -> dict[str, int]:
        """Pieces by SKU."""
        return dict(self.tools.lines)

    @property
    def orders(self) -> tuple[str, ...]:
        """Each order's number and status."""
        return tuple(f"{one.number} {one.status.value}" for one in self.tools.orders)

    @property
    def thoughts(self) -> int:
        """How often the model was asked in all."""
        return sum(turn.thoughts for turn in self.turns)


def question(event: Event) -> dict[str, object]:
    """Return what the shop was asked, without where the answer goes."""
    bare = event.model_copy(update={"reply_to": UNADDRESSED, "conversation": None})
    wire: dict[str, object] = {"type": event.type, **bare.wire()}
    return {name: value for name, value in wire.items() if name not in {"replyTo", "conversation"}}
