"""Whatever is said, tapped, remembered or answered: the planner ends the turn with words."""

from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings, strategies as st

from functions.seller.planner.rules import next_step
from functions.seller.steps import CallTools, HandOff, PlannerInput, Reply
from shared.conversation.dialogue import Dialogue
from shared.conversation.turn import MAX_STEPS, ToolResult, Turn
from shared.models.message import InboundMessage, MessageKind
from shared.nlu.meaning import Understanding
from tests.functions.seller.anything import DIALOGUES, MESSAGES, SHOPS, UNDERSTANDINGS
from tests.functions.seller.goods import BRAND
from tests.functions.seller.shopper import START, check_limits
from tests.functions.seller.tool_answers import Tools


def steps_of(given_: PlannerInput, tools: Tools) -> Iterator[CallTools | Reply | HandOff]:
    turn = given_.turn
    for _ in range(MAX_STEPS):
        step = next_step(given_.model_copy(update={"turn": turn}))
        yield step
        if not isinstance(step, CallTools):
            return
        turn = turn.called(step.calls)
        for call in step.calls:
            answer = tools.answer(call.event, START)
            turn = turn.answered(ToolResult.of(call.call_id, answer))
    raise AssertionError("the turn never ended")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MESSAGES, UNDERSTANDINGS, DIALOGUES, SHOPS, st.sampled_from(["whatsapp", "web"]))
def test_every_turn_ends_with_an_answer_that_every_channel_takes(
    message: InboundMessage,
    understood: Understanding | None,
    dialogue: Dialogue,
    tools: Tools,
    channel: str,
) -> None:
    turn = Turn(turn_id="t", started_at=START, message=message, understanding=understood)
    given_ = PlannerInput(
        conversation="c", brand=BRAND, turn=turn, dialogue=dialogue, customer_id="c1", now=START,
        channel="web" if channel == "web" else "whatsapp",
    )  # fmt: skip

    *_, last = steps_of(given_, tools)

    assert not isinstance(last, CallTools)
    assert last.answer is not None or message.kind == MessageKind.REACTION
    if last.answer is not None:
        check_limits(last.answer)
    assert Dialogue.model_validate(last.dialogue.wire()) == last.dialogue
