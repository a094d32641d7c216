"""The lease of a thought, decision by decision."""

from datetime import timedelta

import pytest

from functions.seller.decide import Seat, on_message, on_thought, on_turn_expired
from functions.seller.steps import Ask, PlannerInput, Reply, Step
from functions.seller.thoughts import LEASE, SKEW, take
from shared.conversation.state import ConversationState
from shared.conversation.turn import Lease
from shared.events.chat import ChatThoughtDue, ChatTurnExpired
from shared.llm.request import Message, ModelRequest, Scope
from shared.llm.scripted import says
from shared.models.message import Answer
from tests.functions.seller.goods import BRAND
from tests.shared.conversation.talking import NOW, arrival, said, turn_of

REQUEST = ModelRequest(
    scope=Scope(brand="fashion"), purpose="turn", messages=(Message(role="user", text="hi"),)
)


def planner(given: PlannerInput) -> Step | Ask:
    """Ask a model once; say its words, or that there were none."""
    turn = given.turn
    if not turn.thoughts and not turn.gave_up:
        return Ask(request=REQUEST)
    words = turn.thoughts[0].text if turn.thoughts else "by the rules"
    return Reply(answer=Answer(message=words), dialogue=given.dialogue)


SEAT = Seat(BRAND, planner)


@pytest.fixture
def thinking() -> ConversationState:
    """Return a conversation whose turn waits for its first thought."""
    return on_message(None, arrival("m1"), SEAT, NOW).state


def due(thinking: ConversationState, epoch: int = 1) -> ChatThoughtDue:
    return ChatThoughtDue(
        conversation=thinking.key, turn_id=turn_of(thinking).turn_id, number=1, epoch=epoch
    )


def test_a_thought_that_is_due_is_told_and_looked_after_in_ten_seconds() -> None:
    outcome = on_message(None, arrival("m1"), SEAT, NOW)

    told = [one for one in outcome.emits if isinstance(one.event, ChatThoughtDue)]
    timers = [one for one in outcome.emits if isinstance(one.event, ChatTurnExpired)]
    assert turn_of(outcome.state).lease == Lease(number=1, epoch=1)
    assert [one.event for one in told] == [due(outcome.state)]
    assert [one.not_before for one in timers] == [NOW + timedelta(seconds=10)]


def test_a_lease_is_taken_by_one(thinking: ConversationState) -> None:
    first = take(thinking, due(thinking), NOW)
    second = take(first.state, due(thinking), NOW)

    assert first.result == {"epoch": 1}
    assert turn_of(first.state).lease == Lease(number=1, epoch=1, until=NOW + LEASE)
    assert [(one.timer, one.not_before) for one in first.emits] == [("turn", NOW + LEASE + SKEW)]
    assert second.state is first.state
    assert second.result is None


@pytest.mark.parametrize("epoch", [0, 2])
def test_a_lease_of_another_epoch_is_not_given(thinking: ConversationState, epoch: int) -> None:
    assert take(thinking, due(thinking, epoch), NOW).state is thinking


def test_clocks_that_differ_by_less_than_the_skew_do_no_harm(thinking: ConversationState) -> None:
    taken = take(thinking, due(thinking), NOW).state
    turn_id = turn_of(taken).turn_id
    early, late = NOW + LEASE + SKEW - timedelta(milliseconds=1), NOW + LEASE + SKEW

    left_alone = on_turn_expired(taken, turn_id, SEAT, early)
    anew = on_turn_expired(taken, turn_id, SEAT, late)

    assert turn_of(left_alone.state) == turn_of(taken)
    assert [one.not_before for one in left_alone.emits] == [late]
    assert turn_of(anew.state).lease == Lease(number=1, epoch=2)
    assert due(taken, 2) in [one.event for one in anew.emits]


def test_an_answer_counts_under_its_own_epoch_alone(thinking: ConversationState) -> None:
    taken = take(thinking, due(thinking), NOW).state
    anew = on_turn_expired(taken, turn_of(taken).turn_id, SEAT, NOW + LEASE + SKEW).state

    late = on_thought(anew, due(taken, 1), says("late"), SEAT, NOW)
    right = on_thought(anew, due(taken, 2), says("right"), SEAT, NOW)
    again = on_thought(right.state, due(taken, 2), says("again"), SEAT, NOW)

    assert late.state is anew
    assert said(right) == [("bot", "right")]
    assert again.state is right.state
    assert said(again) == []


def test_without_an_answer_the_turn_is_the_rules(thinking: ConversationState) -> None:
    taken = take(thinking, due(thinking), NOW).state

    assert said(on_thought(taken, due(taken), None, SEAT, NOW)) == [("bot", "by the rules")]


def test_told_again_it_is_the_same_event_and_the_third_time_given_up(
    thinking: ConversationState,
) -> None:
    turn_id, state = turn_of(thinking).turn_id, thinking
    keys: list[str | None] = []
    for _ in range(2):
        outcome = on_turn_expired(state, turn_id, SEAT, NOW)
        keys += [one.key for one in outcome.emits if isinstance(one.event, ChatThoughtDue)]
        state = outcome.state

    assert keys == [f"{turn_id}|thought|1"] * 2
    assert said(on_turn_expired(state, turn_id, SEAT, NOW)) == [("bot", "by the rules")]
