"""A step is told from the turn's log alone: doubled, late, missing and foreign results."""

from datetime import UTC, datetime

from functions.seller.planner.rules import next_step
from functions.seller.steps import CallTools, HandOff, PlannerInput, Reply
from shared.conversation.dialogue import Dialogue, Question
from shared.conversation.turn import MAX_STEPS, ToolCall, ToolResult, Turn
from shared.events.carts import CartRequested
from shared.events.failures import RequestFailed
from shared.models.message import ActionTap, InboundMessage, MessageKind
from tests.functions.seller.goods import BRAND
from tests.functions.seller.tool_answers import Tools

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DIALOGUE = Dialogue(language="en", greeted=True)


def given(turn: Turn, dialogue: Dialogue = DIALOGUE) -> PlannerInput:
    return PlannerInput(
        conversation="fashion|whatsapp|c1", brand=BRAND, turn=turn, dialogue=dialogue,
        customer_id="c1", now=NOW,
    )  # fmt: skip


def tapped(action_id: str) -> Turn:
    message = InboundMessage(id="m1", kind=MessageKind.ACTION, action=ActionTap(id=action_id))
    return Turn(turn_id="t1", started_at=NOW, message=message)


def step_of(turn: Turn) -> CallTools | Reply | HandOff:
    return next_step(given(turn))


def called(turn: Turn) -> Turn:
    step = step_of(turn)
    assert isinstance(step, CallTools)
    return turn.called(step.calls)


def test_calls_are_numbered_and_name_where_the_answer_goes() -> None:
    step = step_of(tapped("cart"))

    assert isinstance(step, CallTools)
    (call,) = step.calls
    assert call.call_id == "t1.1"
    assert isinstance(call.event, CartRequested)
    assert call.event.reply_to is not None
    assert call.event.reply_to.wire() == {
        "conversation": "fashion|whatsapp|c1", "turnId": "t1", "callId": "t1.1",
    }  # fmt: skip
    assert step.dialogue == DIALOGUE


def test_a_turn_that_waits_calls_nothing_again() -> None:
    turn = called(tapped("cart"))

    assert step_of(turn) == CallTools(calls=(), dialogue=DIALOGUE)


def test_a_later_round_counts_on() -> None:
    turn = called(tapped("opt:glide:colour:black"))
    tools = Tools()
    turn = turn.answered(ToolResult.of("t1.1", tools.answer(turn.calls[0].event, NOW)))
    choice = DIALOGUE.noting(question=Question.CHOOSE_VARIANT)

    assert isinstance(next_step(given(turn, choice)), Reply)

    order = InboundMessage.model_validate(
        {"id": "m", "kind": "order", "items": [{"productId": "TOTE-1", "quantity": 1}]}
    )
    turn = called(Turn(turn_id="t2", started_at=NOW, message=order))
    turn = turn.answered(ToolResult.of("t2.1", tools.answer(turn.calls[0].event, NOW)))
    step = step_of(turn)
    assert isinstance(step, CallTools)
    assert [call.call_id for call in step.calls] == ["t2.2"]


def test_a_doubled_or_foreign_result_changes_nothing() -> None:
    turn = called(tapped("cart"))
    answer = Tools().answer(turn.calls[0].event, NOW)
    once = turn.answered(ToolResult.of("t1.1", answer))

    assert once.answered(ToolResult.of("t1.1", answer)) == once
    assert once.answered(ToolResult.of("t9.9", answer)) == once


def test_a_log_of_other_rules_ends_with_an_apology_and_calls_nothing() -> None:
    request = CartRequested(customer_id="c1", action="show")
    turn = tapped("pick:glide").called((ToolCall.of("t1.1", request),))
    turn = turn.answered(ToolResult.of("t1.1", Tools().answer(request, NOW)))

    step = step_of(turn)

    assert isinstance(step, Reply)
    assert step.dialogue.failures == 1


def test_a_result_of_the_wrong_kind_counts_as_none() -> None:
    turn = called(tapped("cart"))
    wrong = RequestFailed(failed_type="x", failed_id="1", consumer="cart", reason="dead")

    step = step_of(turn.answered(ToolResult.of("t1.1", wrong)))

    assert isinstance(step, Reply)
    assert step.dialogue.failures == 1


def test_a_turn_ends_before_its_last_step_is_used_up() -> None:
    turn = tapped("cart").model_copy(update={"steps": MAX_STEPS - 1})

    assert isinstance(step_of(turn), Reply)


def test_a_turn_and_its_log_come_back_from_the_record() -> None:
    turn = called(tapped("pick:glide"))
    turn = turn.answered(ToolResult.of("t1.1", Tools().answer(turn.calls[0].event, NOW)))

    assert Turn.model_validate(turn.wire()) == turn
    assert step_of(Turn.model_validate(turn.wire())) == step_of(turn)
