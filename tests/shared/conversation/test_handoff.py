from datetime import timedelta

from shared.conversation.handoff import claim, close, end_idle
from shared.conversation.record import record_answer
from shared.conversation.state import ConversationState
from shared.models.message import Answer, ChannelAddress
from tests.support.drive import EPOCH

TEXT = "send it to my mother in Springfield"


def talked() -> ConversationState:
    state = ConversationState(
        brand="fashion",
        channel="web",
        customer_id="c",
        address=ChannelAddress(web_id="w"),
        language="en",
        opened_at=EPOCH,
        last_message_at=EPOCH,
        draft=Answer(message=TEXT),
    )
    said = record_answer(state, Answer(message=TEXT), EPOCH, sender="agent", sender_name="Ana")
    return said.state


def test_a_conversation_that_ended_in_silence_keeps_no_text_in_its_record() -> None:
    state = talked()

    ended = end_idle(state, state.sequence, EPOCH + timedelta(days=1)).state

    assert ended.status == "closed"
    assert TEXT in state.model_dump_json()
    assert TEXT not in ended.model_dump_json()


def test_a_conversation_that_an_agent_closed_keeps_only_the_summary() -> None:
    taken = claim(talked(), "ana", "Ana", EPOCH).state

    closed = close(taken, "ana", "handed_back", "wants a gift", EPOCH).state

    assert closed.hand_back_summary == "wants a gift"
    assert TEXT not in closed.model_dump_json()
