"""What the local broker and the two real ones do, one row a fact: the documented differences.

Delivery in all of it: retry 2, PT0.2S, timeout PT2S, a dead-letter sink. The suite beside this
file holds each row against each broker, `test_never_kinder.py` the rows against each other, and
`docs/brokers.md` is written from them. Seen on Knative Eventing 1.20 and eventing-rabbitmq 0.48
with RabbitMQ 3.10.
"""

from collections.abc import Mapping
from typing import Literal

from tests.brokers.outcome import End, Outcome, Truth, YesNo, same
from tests.brokers.script import Script

Headers = Mapping[str, str | None]
Policy = Literal["exponential", "linear"]

RETRIES = 2
BACKOFF_SECONDS = 0.2
TIMEOUT_SECONDS = 2.0
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

TAKEN = Outcome(End.TAKEN)
GONE = Outcome(End.GONE)
BARE = Outcome(End.LETTER, RETRIES + 1)
REPLIED = Outcome(End.TAKEN, replied=True)
HEARD = Outcome(End.GONE, replied=True)


def letter(code: int | str, attempts: int = RETRIES + 1) -> Outcome:
    """A dead letter with this code and its subscriber's address."""
    return Outcome(End.LETTER, attempts, str(code), named=True)


RETRIED = (404, 408, 409, 429, 500, 501, 502, 503, 504)
REFUSED = (301, 400, 401, 403, 405, 410, 413, 422)

ANSWERS: Mapping[str, tuple[Script, Truth[Outcome]]] = {
    **{f"{status}": (Script(status), same(TAKEN)) for status in (200, 202, 204)},
    **{f"{status}": (Script(status), same(letter(status))) for status in RETRIED},
    **{f"{status}": (Script(status), Truth(GONE, letter(status, 1), GONE)) for status in REFUSED},
    "503 twice, then 204": (Script(503, times=2), same(Outcome(End.TAKEN, 3))),
    "503 with a text": (Script(503, body="busy"), same(letter(503))),
    "200 with a text": (Script(200, body="OK"), Truth(BARE, BARE, TAKEN)),
    "202 with a text": (Script(202, body="OK"), Truth(BARE, BARE, TAKEN)),
    "200 with JSON that is no event": (
        Script(200, body="{}", media="application/json"),
        Truth(BARE, BARE, TAKEN),
    ),
    "200 with an event": (Script(200, reply="replied"), Truth(BARE, REPLIED, REPLIED)),
    "202 with an event": (Script(202, reply="replied"), Truth(BARE, REPLIED, REPLIED)),
    "400 with an event": (Script(400, reply="replied"), Truth(GONE, letter(400, 1), HEARD)),
    "503 with an event": (Script(503, reply="replied"), same(letter(503))),
    "none in time": (Script(sleep=TIMEOUT_SECONDS + 1), Truth(BARE, BARE, letter(-1))),
    "half an answer": (Script(cut=True), Truth(letter(""), letter(500), letter(-1))),
}
"""What a subscriber answers -> what becomes of the event."""

PAUSES: Mapping[Policy, Truth[tuple[float, ...]]] = {
    "exponential": Truth((0.2, 0.4), (0.2, 0.4), (0.4, 0.8)),
    "linear": Truth((0.0, 0.2), (0.0, 0.2), (0.2, 0.4)),
}
"""Seconds between the attempts."""

FILTERED: Mapping[str, tuple[Headers, Truth[YesNo]]] = {
    "all attributes are equal": ({}, same("yes")),
    "all are equal, and it has another": ({"ce-colour": "red"}, same("yes")),
    "one has a letter more": ({"ce-brand": "acmes"}, same("no")),
    "one has a letter less": ({"ce-brand": "acm"}, same("no")),
    "one is in capitals": ({"ce-brand": "ACME"}, same("no")),
    "one is missing": ({"ce-brand": None}, same("no")),
    "the type differs": ({"ce-type": "exactly"}, same("no")),
}
"""An event beside a Trigger's `filter.attributes` -> whether it is delivered."""

ACCEPTED: Mapping[str, tuple[Headers, bytes, Truth[int]]] = {
    "an event": ({}, b"{}", same(202)),
    "an event without a body": ({"content-type": None}, b"", same(202)),
    "an event of 1 MiB": ({}, b'"' + b"x" * 2**20 + b'"', same(202)),
    "no id": ({"ce-id": None}, b"{}", same(400)),
    "no type": ({"ce-type": None}, b"{}", same(400)),
    "no source": ({"ce-source": None}, b"{}", same(400)),
    "no specversion": ({"ce-specversion": None}, b"{}", same(400)),
    "specversion 0.3": ({"ce-specversion": "0.3"}, b"{}", Truth(400, 202, 202)),
    "an attribute called not_a_name": ({"ce-not_a_name": "x"}, b"{}", same(400)),
    "a batch": ({"content-type": "application/cloudevents-batch+json"}, b"[]", same(400)),
    "a structured event that is no JSON": (
        {"content-type": "application/cloudevents+json"},
        b"{",
        same(400),
    ),
}
"""What is posted to the broker -> the status of its answer."""

ARRIVES: Mapping[str, Truth[YesNo]] = {
    "the payload's bytes": same("yes"),
    "`content-type` with its parameters": same("yes"),
    "`ce-subject` with a space and an umlaut": same("yes"),
    "`ce-time` as it was sent": same("yes"),
    "`ce-time` if none was sent": Truth("no", "no", "yes"),
    "an extension attribute": same("yes"),
    "the attribute `ce-traceparent`": Truth("no", "yes", "no"),
    "the trace id of the header `traceparent`": same("yes"),
    "the header `tracestate`": same("yes"),
    "any other header": same("no"),
    "a structured event as a binary one": same("yes"),
    "`prefer: reply`": Truth("no", "yes", "no"),
    "`kn-namespace`": Truth("no", "yes", "no"),
    "`ce-knativearrivaltime`": Truth("no", "yes", "no"),
}
"""What reaches the subscriber."""

LETTERS: Mapping[str, Truth[YesNo]] = {
    "`knativeerrordest`, the subscriber's address": same("yes"),
    "`knativeerrorcode`, the last status": same("yes"),
    "`knativeerrordata`, the last answer's body": Truth("no", "yes", "no"),
    "the event's own attributes": same("yes"),
    "its payload": same("yes"),
}
"""What a dead letter of an event that was answered 503 has."""

Moment = Literal["before", "after"]
ANSWERED: Mapping[str, Truth[Moment]] = {
    "whose subscriber takes a second": Truth("before", "after", "before"),
    "whose subscriber fails": Truth("before", "after", "before"),
}
"""The answer to whoever posts an event, beside the end of its delivery."""

BURIED = Truth(202, 500, 202)
"""The status for an event whose dead-letter sink fails, too."""

SIDE_BY_SIDE: Mapping[int, Truth[int]] = {1: Truth(0, 4, 1), 2: Truth(2, 4, 2)}
"""The Trigger's parallelism -> how many of four events are at the subscriber together.

0: the Trigger is refused, for only RabbitMQ's broker would bring its events one by one.
"""

OVERTAKES: Mapping[int, Truth[str]] = {1: Truth("refused", "yes", "no"), 2: same("yes")}
"""The Trigger's parallelism -> whether an event overtakes an earlier one that fails at first."""

DEATHS: Mapping[str, Truth[YesNo]] = {
    "what was accepted is delivered afterwards": same("yes"),
    "a sender that waits for its answer has to send again": Truth("no", "yes", "no"),
}
"""The process that delivers is killed while events are on their way."""

READ_DIFFERENTLY: Mapping[str, Truth[str]] = {
    "`spec.filters`": Truth("refused", "obeyed", "ignored"),
    "an empty value in `spec.filter.attributes`": Truth("refused", "any value", "none"),
    "`spec.delivery` of a Trigger, without a sink": Truth("refused", "Broker's sink", "no sink"),
}
"""What a Trigger may say that the brokers read differently."""
