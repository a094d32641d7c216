"""Who may ask a model for the desk, and whose words still count."""

from datetime import UTC, datetime, timedelta

from functions.escalation.helping import begin, is_thinking, postpone, take, write_down
from shared.conversation.desk import Desk, DeskHelp
from shared.conversation.state import ConversationState
from shared.events.sales import SalesSuggestionDue
from shared.models.message import ChannelAddress

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OVER = AT + timedelta(seconds=61)
RULES = DeskHelp(sequence=3, at=AT, lines=("by rules",))
BETTER = DeskHelp(by="model", sequence=3, at=AT, lines=("better",))


def waiting() -> ConversationState:
    """Return a conversation for which a model is to be asked."""
    queued = ConversationState(
        brand="fashion",
        channel="whatsapp",
        customer_id="c1",
        status="queued",
        address=ChannelAddress(phone="1"),
        language="en",
        opened_at=AT,
        last_message_at=AT,
        sequence=3,
    )
    return begin(queued, RULES, AT, thinks=True).state


def due(epoch: int = 1) -> SalesSuggestionDue:
    return SalesSuggestionDue(
        conversation="fashion|whatsapp|c1",
        conversation_id="fashion|whatsapp|c1|1",
        sequence=3,
        epoch=epoch,
    )


def desk_of(state: ConversationState) -> Desk:
    assert state.desk is not None
    return state.desk


def test_a_lease_is_taken_once() -> None:
    first = take(waiting(), due(), AT)

    second = take(first.state, due(), AT)

    assert (first.result, second.result) == ({"epoch": 1}, None)
    assert second.state is first.state


def test_the_look_after_a_holder_comes_under_an_epoch_of_its_own_when_its_time_is_over() -> None:
    (look,) = take(waiting(), due(), AT).emits

    assert isinstance(look.event, SalesSuggestionDue)
    assert (look.event.epoch, look.timer) == (2, "desk")
    assert look.not_before == AT + timedelta(seconds=70)
    assert look.key == "fashion|whatsapp|c1|1|desk|3|2"


def test_a_holder_that_may_still_answer_is_left_alone() -> None:
    held = take(waiting(), due(), AT).state

    assert take(held, due(2), AT + timedelta(seconds=59)).state is held


def test_a_late_answer_is_dropped_while_the_next_holder_still_asks() -> None:
    held = take(waiting(), due(), AT).state
    again = take(held, due(2), OVER)
    assert again.result == {"epoch": 2}

    late = write_down(again.state, due(), BETTER)
    in_time = write_down(again.state, due(2), BETTER)

    assert late.state is again.state
    assert desk_of(in_time.state).help == BETTER
    assert in_time.cancels == ("desk",)


def test_an_answer_without_a_lease_taken_is_nobodys() -> None:
    state = waiting()

    assert write_down(state, due(), BETTER).state is state


def test_of_a_closed_or_later_conversation_nothing_is_taken_written_or_postponed() -> None:
    held = take(waiting(), due(), AT).state
    for gone in (
        {"status": "closed"},
        {"status": "automated"},
        {"number": 2},
    ):
        there, free = held.model_copy(update=gone), waiting().model_copy(update=gone)

        assert write_down(there, due(), BETTER).state is there
        assert take(free, due(), AT).state is free
        assert postpone(free, due(), AT).state is free


def test_what_was_never_taken_counts_as_lost_after_a_while() -> None:
    desk = desk_of(waiting())

    assert is_thinking(desk, AT + timedelta(seconds=69))
    assert not is_thinking(desk, AT + timedelta(seconds=70))


def test_a_conversation_that_no_person_has_gets_no_help() -> None:
    automated = waiting().model_copy(update={"status": "automated", "desk": None})

    assert begin(automated, RULES, AT, thinks=True).state is automated
