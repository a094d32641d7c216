"""Who may ask, who looks after whom, when it is over."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from shared.llm.leasing import (
    LEASE,
    MOST_POSTPONED,
    MOST_TAKEN,
    SKEW,
    Lease,
    held,
    is_held,
    is_open,
    is_spent,
    look_at,
    may_postpone,
    may_take,
    postponed,
)

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
FREE = Lease(epoch=1, since=AT)
TAKEN = held(FREE, 1, AT)


def test_a_free_lease_is_its_own_events_alone() -> None:
    assert [may_take(FREE, epoch, AT) for epoch in (0, 1, 2)] == [False, True, False]
    assert [may_postpone(FREE, epoch) for epoch in (0, 1, 2)] == [False, True, False]


def test_a_taken_one_is_the_next_events_once_its_time_is_over() -> None:
    over = AT + LEASE

    assert not may_take(TAKEN, 2, over - timedelta(seconds=1))
    assert [may_take(TAKEN, epoch, over) for epoch in (1, 2, 3)] == [False, True, False]
    assert look_at(AT) == over + SKEW


def test_only_who_holds_it_is_waited_for() -> None:
    again = held(TAKEN, 2, AT + LEASE)

    assert [is_held(one, 1) for one in (FREE, TAKEN, again)] == [False, True, False]
    assert not may_postpone(TAKEN, 1)


def test_two_holders_may_die_and_no_third_one() -> None:
    lease = FREE
    for epoch in range(1, MOST_TAKEN + 1):
        assert not is_spent(lease)
        lease = held(lease, epoch, AT)

    assert (MOST_TAKEN, is_spent(lease)) == (2, True)


def test_a_client_is_waited_for_six_times() -> None:
    lease: Lease | None = FREE
    for _ in range(MOST_POSTPONED):
        assert lease is not None
        lease = postponed(lease, lease.epoch + 1, AT)

    assert lease is not None
    assert (lease.epoch, lease.taken, postponed(lease, 8, AT)) == (7, 0, None)


def test_something_may_come_until_the_clocks_agree_that_it_is_over() -> None:
    seconds = (59, 69, 70)

    assert [is_open(TAKEN, AT + timedelta(seconds=one)) for one in seconds] == [True, True, False]
    assert is_open(FREE, AT + timedelta(seconds=69))


@given(epoch=st.integers(-1, 5), now=st.integers(0, 200))
def test_nobody_takes_what_somebody_else_may_still_answer(epoch: int, now: int) -> None:
    at = AT + timedelta(seconds=now)

    assert not (may_take(TAKEN, epoch, at) and at < AT + LEASE)
