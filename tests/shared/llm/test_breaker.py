"""The circuit breaker's states; `tests/shared/llm/test_breakers.py` has it in Redis."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from shared.llm.breaker import Breaker, admitted, failed, rested, succeeded

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(seconds=60)
OPEN = Breaker(failures=5, open_until=NOW + MINUTE)


def after_failures(count: int) -> Breaker:
    breaker = Breaker()
    for _ in range(count):
        breaker = failed(breaker, NOW)
    return breaker


def test_four_failures_leave_it_closed_and_the_fifth_opens_it_for_a_minute() -> None:
    assert after_failures(4) == Breaker(failures=4)
    assert after_failures(5) == OPEN


def test_a_success_forgets_the_failures() -> None:
    assert succeeded() == Breaker()
    assert failed(succeeded(), NOW) == Breaker(failures=1)


def test_open_it_lets_nobody_through() -> None:
    assert admitted(OPEN, NOW) is None
    assert admitted(OPEN, NOW + timedelta(seconds=59.999)) is None


def test_after_a_minute_one_call_probes_and_the_others_wait() -> None:
    later = NOW + MINUTE

    probing = admitted(OPEN, later)

    assert probing is not None
    assert probing == OPEN.model_copy(update={"probe_until": later + timedelta(seconds=50)})
    assert admitted(probing, later) is None


def test_a_probe_that_never_comes_back_gives_way_to_the_next() -> None:
    later = NOW + MINUTE
    probing = admitted(OPEN, later)
    assert probing is not None

    again = admitted(probing, later + timedelta(seconds=50))

    assert again == OPEN.model_copy(update={"probe_until": later + timedelta(seconds=100)})


def test_a_failed_probe_opens_it_for_another_minute() -> None:
    later = NOW + MINUTE
    probing = admitted(OPEN, later)
    assert probing is not None

    assert failed(probing, later) == Breaker(failures=5, open_until=later + MINUTE)


def test_a_probe_that_told_nothing_lets_the_next_call_probe() -> None:
    later = NOW + MINUTE
    probing = admitted(OPEN, later)
    assert probing is not None

    assert rested(probing) == OPEN
    assert admitted(rested(probing), later) == probing


@pytest.mark.parametrize(("asked", "granted"), [(17, 17), (3600, 60)])
def test_a_provider_that_wants_a_rest_gets_it_at_once_up_to_a_minute(
    asked: int, granted: int
) -> None:
    resting = failed(Breaker(), NOW, timedelta(seconds=asked))

    assert resting == Breaker(failures=1, open_until=NOW + timedelta(seconds=granted))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 90)), max_size=40))
def test_whatever_happens_it_opens_again_for_a_probe_within_110_seconds(
    story: list[tuple[bool, int]],
) -> None:
    breaker, at = Breaker(), NOW
    for fails, seconds in story:
        at += timedelta(seconds=seconds)
        let = admitted(breaker, at)
        if let is not None:
            breaker = failed(let, at) if fails else let

    assert admitted(breaker, at + timedelta(seconds=110)) is not None
