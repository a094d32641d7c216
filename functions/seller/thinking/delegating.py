"""The rules take a turn over that a model began."""

from functions.seller.planner.rules import next_step
from functions.seller.steps import CallTools, PlannerInput, Step
from functions.seller.thinking.mapping import Flow
from shared.conversation.turn import ToolCall
from shared.events.event import ReplyTo

_SURE = 1.0


def by_rules(given: PlannerInput, made: int = 0, flow: Flow | None = None) -> Step:
    """Return the rules' step for a turn.

    Args:
        given: the turn.
        made: how many of its calls the model made: the rules neither see nor repeat them.
        flow: what the shopper is taken to mean; without it, what the message says.
    """
    turn = given.turn
    understanding = turn.understanding
    if flow is not None and understanding is not None:
        entities = flow.entities if flow.entities.order_number else understanding.entities
        understanding = understanding.model_copy(
            update={
                "intent": flow.intent,
                "confidence": _SURE,
                "alternatives": (),
                "entities": entities,
            }
        )
    own = turn.model_copy(update={"calls": turn.calls[made:], "understanding": understanding})
    step = next_step(given.model_copy(update={"turn": own}))
    if isinstance(step, CallTools) and made:
        return step.model_copy(update={"calls": renumbered(given, step.calls)})
    return step


def renumbered(given: PlannerInput, calls: tuple[ToolCall, ...]) -> tuple[ToolCall, ...]:
    """Return calls with the numbers that come after those already made."""
    first = len(given.turn.calls) + 1
    return tuple(_call(given, call, number) for number, call in enumerate(calls, start=first))


def _call(given: PlannerInput, call: ToolCall, number: int) -> ToolCall:
    call_id = f"{given.turn.turn_id}.{number}"
    reply_to = ReplyTo(conversation=given.conversation, turn_id=given.turn.turn_id, call_id=call_id)
    return ToolCall.of(call_id, call.event.model_copy(update={"reply_to": reply_to}))
