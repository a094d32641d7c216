"""Who gets an event: the Triggers, as the chart rendered them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.function.envelope import Envelope


@dataclass(frozen=True, slots=True)
class Route:
    """One Trigger: exact attributes and the Service they lead to."""

    attributes: Mapping[str, str]
    service: str


@cache
def load_routes(path: Path) -> tuple[Route, ...]:
    """Return the routes of a `triggers.json`: `[{"attributes": {…}, "service": "…", …}]`."""
    return tuple(Route(one["attributes"], one["service"]) for one in json.loads(path.read_text()))


def consumers(routes: tuple[Route, ...], envelope: Envelope) -> frozenset[str]:
    """Return the Services whose Trigger matches the event."""
    attributes = {
        "type": envelope.type,
        "source": envelope.source,
        "subject": envelope.subject,
        **envelope.extensions,
    }
    return frozenset(
        route.service
        for route in routes
        if all(attributes.get(name) == value for name, value in route.attributes.items())
    )
