"""The rows against each other: whatever succeeds on a laptop succeeds on both real brokers."""

from collections.abc import Mapping

import pytest

from tests.brokers.outcome import Kind, Truth, YesNo, kindnesses
from tests.brokers.truth import (
    ACCEPTED,
    ANSWERS,
    ARRIVES,
    DEATHS,
    FILTERED,
    LETTERS,
    OVERTAKES,
    PAUSES,
    SIDE_BY_SIDE,
    Policy,
)

REAL: tuple[Kind, ...] = ("in-memory", "rabbitmq")
pytestmark = pytest.mark.parametrize("real", REAL)


@pytest.mark.parametrize("answer", ANSWERS)
def test_no_answer_is_taken_better_than_on(real: Kind, answer: str) -> None:
    _, truth = ANSWERS[answer]

    assert kindnesses(truth.local, truth.of(real)) == []


@pytest.mark.parametrize("policy", PAUSES)
def test_a_subscriber_has_no_longer_to_recover_than_on(real: Kind, policy: Policy) -> None:
    truth = PAUSES[policy]

    pairs = zip(truth.local, truth.of(real), strict=True)
    assert all(own <= theirs for own, theirs in pairs)


@pytest.mark.parametrize("event", FILTERED)
def test_exactly_the_same_events_match_as_on(real: Kind, event: str) -> None:
    _, truth = FILTERED[event]

    assert truth.local == truth.of(real)


@pytest.mark.parametrize("event", ACCEPTED)
def test_no_event_is_accepted_that_is_not_on(real: Kind, event: str) -> None:
    *_, truth = ACCEPTED[event]

    assert truth.local != 202 or truth.of(real) == 202


@pytest.mark.parametrize("rows", [ARRIVES, LETTERS], ids=["subscriber", "sink"])
def test_nothing_comes_along_that_does_not_on(real: Kind, rows: Mapping[str, Truth[YesNo]]) -> None:
    assert [
        name for name, truth in rows.items() if (truth.local, truth.of(real)) == ("yes", "no")
    ] == []


def test_no_order_and_no_turns_are_kept_that_are_not_on(real: Kind) -> None:
    taken = [number for number, truth in SIDE_BY_SIDE.items() if truth.local]

    assert taken == [2]
    assert all(SIDE_BY_SIDE[number].local > 1 for number in taken)
    assert [OVERTAKES[number].local for number in taken] == ["yes"]
    assert [OVERTAKES[number].of(real) for number in taken] == ["yes"]


def test_a_death_loses_no_less_than_on(real: Kind) -> None:
    accepted = DEATHS["what was accepted is delivered afterwards"]

    assert accepted.of(real) == "yes"
