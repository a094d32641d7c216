"""The steps of an erasure: what follows when, and when it is over."""

from datetime import UTC, datetime, timedelta

from functions.identity.erasure import ErasureState, Swept, ask, swept
from shared.events.customers import CustomerEraseDue
from shared.events.orders import OrdersAnonymiseRequested
from shared.function.decision import Insert

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
AUDITED = Insert("audit", {"_id": "a"})
ASKED = ErasureState(customer_id="c1", asked_by="shopper", asked_at=NOW, names=("555123456",))


def after(state: ErasureState, left: Swept, now: datetime = NOW) -> ErasureState:
    decided = swept(state, state.step, left, now, AUDITED).state
    assert decided is not None
    return decided


def waits(state: ErasureState, left: Swept) -> timedelta | None:
    emits = swept(state, state.step, left, NOW, AUDITED).emits
    due = [one.not_before for one in emits if isinstance(one.event, CustomerEraseDue)]
    return due[0] - NOW if due and due[0] else None


def test_it_begins_a_minute_after_it_was_asked_for_so_that_the_answer_gets_out() -> None:
    decided = ask(None, ASKED, AUDITED)

    assert [type(one.event) for one in decided.emits] == [
        OrdersAnonymiseRequested,
        CustomerEraseDue,
    ]
    assert decided.emits[1].not_before == NOW + timedelta(minutes=1)
    assert decided.inserts == (AUDITED,)


def test_asked_for_twice_it_goes_on_as_it_is() -> None:
    going = ASKED.model_copy(update={"step": 3})

    decided = ask(going, ASKED, AUDITED)

    assert decided.state is going
    assert decided.emits == ()


def test_what_is_late_is_erased_an_hour_and_a_day_later() -> None:
    once = after(ASKED, Swept())

    assert waits(ASKED, Swept()) == timedelta(hours=1)
    assert waits(once, Swept()) == timedelta(days=1)


def test_after_the_third_round_it_is_over_and_tells_nothing_of_them() -> None:
    twice = after(after(ASKED, Swept()), Swept())

    decided = swept(twice, twice.step, Swept(), NOW, AUDITED)

    assert decided.state is not None
    assert (decided.state.status, decided.state.names) == ("done", ())
    assert decided.emits == ()
    assert decided.inserts == (AUDITED,)


def test_orders_under_way_are_asked_about_every_day() -> None:
    twice = after(after(ASKED, Swept(orders_left=1)), Swept(orders_left=1))

    assert waits(twice, Swept(orders_left=1)) == timedelta(days=1)
    assert after(after(twice, Swept(orders_left=1)), Swept()).status == "done"


def test_what_is_in_the_middle_of_being_said_is_waited_for() -> None:
    busy = after(ASKED, Swept(busy=True))

    assert waits(ASKED, Swept(busy=True)) == timedelta(minutes=1)
    assert (busy.rounds, busy.status) == (0, "erasing")


def test_a_step_that_was_made_is_not_made_again() -> None:
    made = after(ASKED, Swept())

    decided = swept(made, 0, Swept(), NOW, AUDITED)

    assert decided.state is made
