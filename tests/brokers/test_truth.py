"""Each row of the truth against the broker at hand."""

import pytest

from tests.brokers.events import LETTER, PAYLOAD, TIME, named
from tests.brokers.exchange import Exchange, error
from tests.brokers.outcome import End, YesNo, told
from tests.brokers.truth import (
    ACCEPTED,
    ANSWERED,
    ANSWERS,
    ARRIVES,
    BURIED,
    FILTERED,
    LETTERS,
    PAUSES,
    RETRIED,
    RETRIES,
    TRACE,
    Policy,
)

pytestmark = pytest.mark.xdist_group("brokers")


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_answer_has_its_end(exchange: Exchange, answer: str) -> None:
    _, truth = ANSWERS[answer]

    assert exchange.outcome(named("answer", answer)) == truth.of(exchange.broker.kind)


@pytest.mark.parametrize("event", FILTERED)
def test_only_what_equals_the_filter_is_delivered(exchange: Exchange, event: str) -> None:
    _, truth = FILTERED[event]

    came = exchange.came(named("filter", event), "exact")

    assert len(came) == (1 if truth.of(exchange.broker.kind) == "yes" else 0)


@pytest.mark.parametrize("event", ACCEPTED)
def test_each_post_has_its_status(exchange: Exchange, event: str) -> None:
    *_, truth = ACCEPTED[event]
    identity = named("accept", event)
    expected = truth.of(exchange.broker.kind)

    assert exchange.posted[identity].status == expected
    assert len(exchange.came(identity, "answers")) == int(expected == 202)


@pytest.mark.parametrize("policy", PAUSES)
def test_pauses_grow_by_the_policy(exchange: Exchange, policy: Policy) -> None:
    trigger = "answers" if policy == "exponential" else "linear"
    failed = [named("answer", str(status)) for status in RETRIED]
    rows = [
        exchange.pauses(identity, trigger)
        for identity in (failed if policy == "exponential" else ["linear"])
    ]

    # Whoever is slowed down pauses longer, never shorter: the shortest of all is the broker's.
    shortest = [min(column) for column in zip(*rows, strict=True)]
    assert shortest == pytest.approx(PAUSES[policy].of(exchange.broker.kind), abs=0.09)


def test_what_is_sent_arrives(exchange: Exchange) -> None:
    (whole,), (timeless,) = exchange.came("arrive", "exact"), exchange.came("timeless", "exact")
    structured = exchange.came("structured", "exact")
    headers: dict[str, str] = whole["headers"]

    found = {
        "the payload's bytes": whole["body"].encode() == PAYLOAD,
        "`content-type` with its parameters": headers["content-type"]
        == "application/json; charset=utf-8",
        "`ce-subject` with a space and an umlaut": headers["ce-subject"] == "a%20%C3%BC",
        "`ce-time` as it was sent": headers["ce-time"] == TIME,
        "`ce-time` if none was sent": "ce-time" in timeless["headers"],
        "an extension attribute": headers.get("ce-count") == "7",
        "the attribute `ce-traceparent`": headers.get("ce-traceparent") == TRACE,
        "the trace id of the header `traceparent`": TRACE[3:35] in headers.get("traceparent", ""),
        "the header `tracestate`": headers.get("tracestate") == "shop=1",
        "any other header": "x-other" in headers,
        "a structured event as a binary one": len(structured) == 1
        and structured[0]["headers"].get("ce-type") == "exact"
        and structured[0]["body"] == '{"a":1}',
        "`prefer: reply`": headers.get("prefer") == "reply",
        "`kn-namespace`": "kn-namespace" in headers,
        "`ce-knativearrivaltime`": "ce-knativearrivaltime" in headers,
    }

    assert told_each(found) == {
        name: truth.of(exchange.broker.kind) for name, truth in ARRIVES.items()
    }


def test_a_dead_letter_says_what_failed(exchange: Exchange) -> None:
    (letter,) = exchange.letters("letter", "exact")
    headers: dict[str, str] = letter["headers"]

    found = {
        "`knativeerrordest`, the subscriber's address": error(letter, "dest").endswith("/exact"),
        "`knativeerrorcode`, the last status": error(letter, "code") == "503",
        "`knativeerrordata`, the last answer's body": "ce-knativeerrordata" in headers,
        "the event's own attributes": (headers["ce-type"], headers["ce-brand"])
        == ("exact", "acme"),
        "its payload": letter["body"].encode() == LETTER,
    }

    assert told_each(found) == {
        name: truth.of(exchange.broker.kind) for name, truth in LETTERS.items()
    }


def test_a_dead_letter_that_nobody_takes_is_tried_as_often_and_lost(exchange: Exchange) -> None:
    assert exchange.outcome("buried").end is End.LETTER
    assert len(exchange.letters("buried", "answers")) == RETRIES + 1
    assert exchange.posted["buried"].status == BURIED.of(exchange.broker.kind)


def test_an_event_is_answered_before_or_after_its_delivery(exchange: Exchange) -> None:
    posted = exchange.posted
    failed = min(posted[named("answer", str(status))].seconds for status in RETRIED)

    found = {
        "whose subscriber takes a second": "after" if posted["slow"].seconds >= 1 else "before",
        "whose subscriber fails": "after"
        if failed >= sum(PAUSES["exponential"].local)
        else "before",
    }

    assert found == {name: truth.of(exchange.broker.kind) for name, truth in ANSWERED.items()}


def told_each(found: dict[str, bool]) -> dict[str, YesNo]:
    return {name: told(seen) for name, seen in found.items()}
