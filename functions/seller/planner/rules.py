"""The planner that needs no model: from a turn's log to its next step, by rules."""

from functions.seller.phrasebook import Phrases, shared_phrases
from functions.seller.planner.finish import finished
from functions.seller.planner.hand_off import trouble
from functions.seller.planner.route import plan_of
from functions.seller.planner.scene import Scene, set_scene
from functions.seller.planner.tools import Plan
from functions.seller.steps import CallTools, HandOff, PlannerInput, Reply, Step
from shared.conversation.turn import MAX_STEPS, ToolCall
from shared.events.event import Event, ReplyTo


def next_step(given: PlannerInput, phrases: Phrases | None = None) -> Step:
    """Return the next step of a turn; the same log always gives the same step.

    Args:
        given: the turn and what is known around it.
        phrases: the wordings of each language; those shipped with the seller unless given.
    """
    if given.turn.is_waiting:
        return CallTools(calls=(), dialogue=given.dialogue)
    scene = set_scene(given, phrases or shared_phrases())
    outcome = _replay(scene, plan_of(scene))
    if not isinstance(outcome, tuple):
        return finished(scene, outcome)
    if given.turn.steps >= MAX_STEPS - 1:
        return finished(scene, trouble(scene))
    return CallTools(calls=_numbered(given, outcome), dialogue=given.dialogue)


def _replay(scene: Scene, plan: Plan) -> tuple[Event, ...] | Reply | HandOff:
    """Run the plan over the log: return the calls to make next, or how the turn ends.

    A log that another version of the rules began may ask for other tools than this one: such a
    turn ends with an apology, its calls have been made and must not be made again.
    """
    turn = scene.given.turn
    results = {result.call_id: result.event for result in turn.results}
    position = 0
    try:
        wanted = next(plan)
        while logged := turn.calls[position : position + len(wanted)]:
            if [call.event_type for call in logged] != [event.type for event in wanted]:
                return trouble(scene)
            position += len(logged)
            wanted = plan.send(tuple(results[call.call_id] for call in logged))
    except StopIteration as ended:
        ending: Reply | HandOff = ended.value
        return ending
    return wanted


def _numbered(given: PlannerInput, events: tuple[Event, ...]) -> tuple[ToolCall, ...]:
    made = len(given.turn.calls)
    return tuple(
        _call(given, f"{given.turn.turn_id}.{number}", event)
        for number, event in enumerate(events, start=made + 1)
    )


def _call(given: PlannerInput, call_id: str, event: Event) -> ToolCall:
    reply_to = ReplyTo(conversation=given.conversation, turn_id=given.turn.turn_id, call_id=call_id)
    return ToolCall.of(call_id, event.model_copy(update={"reply_to": reply_to}))
