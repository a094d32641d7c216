"""WhatsApp shows «typing…» for 25 seconds; a turn that thinks for longer shows it again."""

from datetime import timedelta

import pytest

from functions.seller.decide import Seat, on_message, on_thought
from functions.seller.steps import Ask, PlannerInput, Step
from shared.conversation.record import Outcome
from shared.conversation.state import ConversationState
from shared.events.chat import ChatThoughtDue
from shared.events.whatsapp import WhatsAppMessageSeen
from shared.llm.request import Message, ModelRequest, Scope
from shared.llm.scripted import says
from tests.functions.seller.goods import BRAND
from tests.shared.conversation.talking import NOW, arrival, turn_of

REQUEST = ModelRequest(
    scope=Scope(brand="fashion"), purpose="turn", messages=(Message(role="user", text="hi"),)
)


def never_done(_: PlannerInput) -> Step | Ask:
    """Ask once more, whatever was answered."""
    return Ask(request=REQUEST)


SEAT = Seat(BRAND, never_done)


@pytest.fixture
def thinking() -> ConversationState:
    """Return a conversation whose turn waits for its first thought."""
    return on_message(None, arrival("m1"), SEAT, NOW).state


def thought(state: ConversationState, seconds: int) -> Outcome:
    """Let a model answer, so long after the turn began."""
    due = ChatThoughtDue(conversation=state.key, turn_id=turn_of(state).turn_id, number=1, epoch=1)
    return on_thought(state, due, says("Hm."), SEAT, NOW + timedelta(seconds=seconds))


def typing(outcome: Outcome) -> list[WhatsAppMessageSeen]:
    return [one.event for one in outcome.emits if isinstance(one.event, WhatsAppMessageSeen)]


def test_the_next_thought_of_a_long_turn_shows_it_again(thinking: ConversationState) -> None:
    (again,) = typing(thought(thinking, 20))

    assert (again.message_id, again.again, again.at) == ("m1", 2, NOW + timedelta(seconds=20))


def test_a_turn_of_less_than_twenty_seconds_shows_it_once(thinking: ConversationState) -> None:
    assert typing(thought(thinking, 19)) == []


def test_the_web_has_words_instead(thinking: ConversationState) -> None:
    assert typing(thought(thinking.model_copy(update={"channel": "web"}), 30)) == []
