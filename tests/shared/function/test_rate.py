"""How many calls are too many, and how long to wait then."""

import pytest
from hypothesis import given, strategies as st

from shared.function.rate import (
    caller_address,
    is_counted,
    limits,
    longest,
    seconds_to_wait,
)


def test_a_shopper_may_call_as_often_as_the_limit_says() -> None:
    assert seconds_to_wait(60, 60, 0, 30.0) is None
    assert seconds_to_wait(60, 61, 0, 30.0) == 31


def test_calls_of_the_minute_before_count_for_the_part_that_is_less_than_a_minute_ago() -> None:
    assert seconds_to_wait(60, 30, 60, 30.0) is None
    assert seconds_to_wait(60, 31, 60, 30.0) == 2


@given(
    limit=st.integers(1, 1000),
    current=st.integers(1, 3000),
    previous=st.integers(0, 3000),
    elapsed=st.floats(0, 59.999),
)
def test_who_waits_as_told_is_served(
    limit: int, current: int, previous: int, elapsed: float
) -> None:
    wait = seconds_to_wait(limit, current, previous, elapsed)

    if wait is None:
        return
    assert 1 <= wait <= 121
    later = elapsed + wait
    if later < 60:
        assert seconds_to_wait(limit, current + 1, previous, later) is None
    elif later < 120:
        assert seconds_to_wait(limit, 1, current, later - 60) is None


def test_of_several_waits_the_longest_is_told() -> None:
    assert longest([None, 3, 7]) == 7
    assert longest([None, None]) is None


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        ("/v1/products", True),
        ("/v1/payments/test/a", True),
        ("/v1/payments/webhook/test", False),
        ("/v1/shipments/webhook/test", False),
        ("/v1/media/products/a.svg", False),
        ("/webhooks/whatsapp", False),
        ("/dead-letters", False),
    ],
)
def test_only_what_people_call_is_counted(path: str, counted: bool) -> None:  # noqa: FBT001
    assert is_counted(path) is counted


def test_staff_may_call_ten_times_as_often_wherever_they_sit() -> None:
    assert limits(60, staff="ana", web_id="w", address="198.51.100.7") == {"staff:ana": 600}


def test_a_known_shopper_counts_alone_and_with_the_neighbours() -> None:
    named = limits(60, staff=None, web_id="w", address="198.51.100.7")

    assert named == {"web:w": 60, "shared:198.51.100.7": 600}


def test_a_caller_without_a_name_counts_by_address() -> None:
    named = limits(60, staff=None, web_id=None, address="198.51.100.7")

    assert named == {"address:198.51.100.7": 60}


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("", "127.0.0.1"),
        ("8.8.4.4", "8.8.4.4"),
        ("1.1.1.1, 8.8.4.4, 10.0.3.7, 127.0.0.1", "8.8.4.4"),
        ("192.168.1.20, 10.0.3.7", "192.168.1.20"),
        ("2a00:1450::5, 10.0.3.7", "2a00:1450::5"),
        ("made up, 'x", "127.0.0.1"),
    ],
)
def test_a_caller_is_known_by_the_address_the_outermost_proxy_saw(
    forwarded: str, address: str
) -> None:
    assert caller_address(forwarded, "127.0.0.1") == address
