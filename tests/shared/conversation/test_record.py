from datetime import timedelta

import pytest

from functions.seller.decide import on_message
from shared.conversation.record import CLOSE, Outcome, record_answer
from shared.conversation.state import ConversationState
from shared.events.chat import ChatResponse
from shared.models.message import Answer
from tests.shared.conversation.talking import NOW, SEAT, arrival


def says(state: ConversationState, after: timedelta) -> Outcome:
    answer = Answer(message="Hi")
    return record_answer(state, answer, NOW + after, sender="agent", sender_name="Ana")


def response_of(outcome: Outcome) -> ChatResponse:
    [found] = [one.event for one in outcome.emits if isinstance(one.event, ChatResponse)]
    return found


def quiet() -> ConversationState:
    state = on_message(None, arrival("m1", "hello"), SEAT, NOW).state
    return state.model_copy(update={"answered_at": None})


def test_the_first_answer_follows_none() -> None:
    assert response_of(says(quiet(), timedelta(0))).follows is None


@pytest.mark.parametrize("apart", [timedelta(0), CLOSE - timedelta(seconds=1)])
def test_an_answer_moments_after_another_follows_it(apart: timedelta) -> None:
    first = says(quiet(), timedelta(0))

    second = says(first.state, apart)

    assert response_of(second).follows == response_of(first).sequence


def test_an_answer_long_after_another_needs_not_wait_for_it() -> None:
    first = says(quiet(), timedelta(0))

    assert response_of(says(first.state, CLOSE)).follows is None
