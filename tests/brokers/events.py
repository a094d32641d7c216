"""The events that the rows of the truth need: all sent once, side by side."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.brokers.script import Script
from tests.brokers.truth import ACCEPTED, ANSWERS, FILTERED, TRACE, Headers, Policy

FAILING = Script(503).written()
LETTER = b'{"of": "a dead letter"}'
PAYLOAD = '{"gr\u00fc\u00dfe": [1, 2.50]}'.encode()
TIME = "2026-01-02T03:04:05.678Z"


@dataclass(frozen=True)
class Event:
    """One to send, and where."""

    headers: Headers
    body: bytes = b"{}"
    policy: Policy = "exponential"


def named(table: str, name: str) -> str:
    """The id of the event for a row."""
    return f"{table}-{re.sub(r'[^a-z0-9]+', '-', name.lower())}"


def all_events() -> Iterator[tuple[str, Event]]:
    """Yield the id and the event of every row."""
    for name, (script, _) in ANSWERS.items():
        identity = named("answer", name)
        yield identity, Event({"ce-id": identity, "ce-script": script.written()})
    for name, (changed, _) in FILTERED.items():
        identity = named("filter", name)
        yield identity, Event({**_exact(identity), **changed})
    for name, (changed, body, _) in ACCEPTED.items():
        identity = named("accept", name)
        yield identity, Event({"ce-id": identity, **changed}, body)
    yield "linear", Event({"ce-id": "linear", "ce-script": FAILING}, policy="linear")
    yield "letter", Event({**_exact("letter"), "ce-script": FAILING}, LETTER)
    yield "buried", Event({"ce-id": "buried", "ce-script": FAILING, "ce-buried": FAILING})
    yield "slow", Event({"ce-id": "slow", "ce-script": Script(sleep=1).written()})
    yield from ARRIVING.items()


def _exact(identity: str) -> dict[str, str | None]:
    return {"ce-id": identity, "ce-type": "exact", "ce-brand": "acme"}


ARRIVING: dict[str, Event] = {
    "arrive": Event(
        {
            **_exact("arrive"),
            "ce-subject": "a%20%C3%BC",
            "ce-time": TIME,
            "ce-count": "7",
            "ce-traceparent": TRACE,
            "traceparent": TRACE,
            "tracestate": "shop=1",
            "x-other": "1",
            "content-type": "application/json; charset=utf-8",
        },
        PAYLOAD,
    ),
    "timeless": Event(_exact("timeless")),
    "structured": Event(
        {
            **dict.fromkeys(("ce-specversion", "ce-type", "ce-source")),
            "content-type": "application/cloudevents+json; charset=utf-8",
        },
        b'{"specversion":"1.0","id":"structured","type":"exact","source":"/s","brand":"acme",'
        b'"datacontenttype":"application/json","data":{"a":1}}',
    ),
}
"""Events of which the test looks at each header."""
