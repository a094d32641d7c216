"""What the suite needs of a broker, whichever it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.brokers.outcome import Kind
from tests.brokers.truth import Policy

EVENT: Mapping[str, str] = {
    "ce-specversion": "1.0",
    "ce-type": "asked",
    "ce-source": "/suite",
    "content-type": "application/json",
}


@dataclass(frozen=True)
class Trigger:
    """A Trigger on the Broker of a policy; its subscriber's path is its name."""

    name: str
    attributes: Mapping[str, str]
    policy: Policy = "exponential"
    parallelism: int = 50
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])


PORTABLE = (
    Trigger("answers", {"type": "asked"}),
    Trigger("exact", {"type": "exact", "brand": "acme"}),
    Trigger("replies", {"type": "replied"}),
    Trigger("line-2", {"type": "line-2"}, parallelism=2),
    Trigger("linear", {"type": "asked"}, "linear"),
)
OWN = {"delivery": {"retry": 1, "backoffPolicy": "linear", "backoffDelay": "PT0.1S"}}
NOT_PORTABLE = (
    Trigger("line-1", {"type": "line-1"}, parallelism=1),
    Trigger("filters", {}, more={"filters": [{"exact": {"type": "filtered"}}]}),
    Trigger("empty", {"type": "empty", "brand": ""}),
    Trigger("own", {"type": "own"}, more=OWN),
)
"""What a run on a laptop refuses, as the real brokers read it differently."""


@dataclass(frozen=True)
class Posted:
    """An answered POST; status 0 without an answer."""

    status: int
    seconds: float
    at: float


class Broker(Protocol):
    """A broker with the Triggers above and the subscriber of `subscriber.py` behind them."""

    kind: Kind

    def url(self, policy: Policy) -> str:
        """Where events for the Broker with this policy are posted."""
        ...

    def lines(self) -> list[dict[str, Any]]:
        """What the subscriber wrote so far."""
        ...

    def settle(self) -> None:
        """Waits until nothing is on its way."""
        ...

    def die(self) -> None:
        """Ends, without warning, the process that delivers, and has it started again."""
        ...
