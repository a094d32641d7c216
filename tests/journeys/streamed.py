"""The web chat's stream as a browser reads it."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Streamed:
    """An event of the stream.

    Attributes:
        name: of the event.
        id: to resume after it; empty where nobody can.
        data: of the event.
        at: when it was heard, in seconds of the monotonic clock.
    """

    name: str
    id: str
    data: dict[str, Any]
    at: float


def events_of(stream: httpx.Response) -> Iterator[Streamed]:
    """Yield the events of an open stream as they come."""
    event: dict[str, str] = {}
    for line in stream.iter_lines():
        name, _, value = line.partition(": ")
        if line:
            event[name] = value
            continue
        if "data" in event:
            data = json.loads(event["data"])
            yield Streamed(event["event"], event.get("id", ""), data, time.monotonic())
        event = {}
