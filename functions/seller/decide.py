"""What the seller does with each event: turns begin, call tools, end with an answer or a hand-off.

All pure: the conversation record in, a decision out. The planner is an argument, so that rules and
a model drive the same turns.
"""

from datetime import datetime

from functions.seller.asking import calls_of, deadline, missing, no_answer, seen_of
from functions.seller.ending import ended
from functions.seller.seat import Seat
from functions.seller.steps import Ask, CallTools, HandOff, PlannerInput, Reply, Step
from functions.seller.thoughts import is_late, looked_after, think_next
from shared.conversation.arrive import Arrival, arrive, news_arrives, reopened, start_turn
from shared.conversation.handoff import escalate
from shared.conversation.record import Outcome, said_before, then
from shared.conversation.state import ConversationState
from shared.conversation.turn import MAX_STEPS, News, ToolResult, Turn
from shared.events.chat import ChatThoughtDue
from shared.events.event import Event, ReplyTo
from shared.function.decision import Decision
from shared.llm.answer import ModelAnswer

TOOL_RETRIES = 2
"""Asked again so often; then the missing results count as failed."""
TURNS_AT_ONCE = 25
"""Turns that one event may run through: everything that can wait, and the one before it."""


def on_message(
    state: ConversationState | None, arrival: Arrival, seat: Seat, now: datetime
) -> Outcome:
    """Take a shopper's message and, if no turn is running, answer it or call the tools for it."""
    arrived = arrive(state, arrival, now)
    if arrived.state is state:
        return arrived
    outcome = then(arrived, advance(arrived.state, seat, now))
    seen = seen_of(arrived.state, arrival, now)
    return then(outcome, Decision(outcome.state, emits=(seen,))) if seen else outcome


def on_result(
    state: ConversationState, reply_to: ReplyTo, event: Event, seat: Seat, now: datetime
) -> Outcome:
    """Put a tool's result into its turn and go on once all are there.

    A result nobody waits for changes nothing, unless it is news (an order that was placed after
    all), which is told.
    """
    turn = state.active_turn
    if turn is None or turn.turn_id != reply_to.turn_id:
        return Decision(state)
    answered = turn.answered(ToolResult.of(reply_to.call_id, event))
    if answered is turn:
        return Decision(state)
    return advance(state.model_copy(update={"active_turn": answered}), seat, now)


def waits_for(state: ConversationState, reply_to: ReplyTo | None) -> bool:
    """Tell whether the running turn waits for this result."""
    turn = state.active_turn
    if reply_to is None or turn is None or turn.turn_id != reply_to.turn_id:
        return False
    return reply_to.call_id in missing(turn)


def on_news(state: ConversationState, event: Event, seat: Seat, now: datetime) -> Outcome:
    """Tell the shopper something that happened, after the turn that may be running."""
    arrived = news_arrives(state, News.of(event), now)
    return then(arrived, advance(arrived.state, seat, now))


def on_turn_expired(state: ConversationState, turn_id: str, seat: Seat, now: datetime) -> Outcome:
    """Ask again for results that did not come; after the last try they count as failed.

    News left by a turn that a person cut short is told now.
    """
    turn = state.active_turn
    if turn is None and state.waiting:
        return advance(reopened(state, now), seat, now)
    if turn is None or turn.turn_id != turn_id:
        return Decision(state)
    if turn.is_thinking:
        outcome = looked_after(state, turn, now)
        return then(outcome, advance(outcome.state, seat, now))
    if not turn.is_waiting:
        return Decision(state)
    if state.turn_retries < TOOL_RETRIES:
        again = state.model_copy(update={"turn_retries": state.turn_retries + 1})
        return Decision(
            again, emits=(*calls_of(again, turn, missing(turn), now), deadline(again, now))
        )
    for call_id in sorted(missing(turn)):
        turn = turn.answered(ToolResult.of(call_id, no_answer(state, turn, call_id)))
    return advance(state.model_copy(update={"active_turn": turn}), seat, now)


def ask_of(state: ConversationState, seat: Seat, now: datetime) -> Ask | None:
    """Return what a model is to be asked for the running turn, as its log has it."""
    turn = state.active_turn
    step = seat.next_step(_given(state, turn, seat, now)) if turn else None
    return step if isinstance(step, Ask) else None


def on_thought(
    state: ConversationState,
    due: ChatThoughtDue,
    answer: ModelAnswer | None,
    seat: Seat,
    now: datetime,
) -> Outcome:
    """Put a model's answer into its turn and go on; without one the rules end the turn.

    Whose lease ran out meanwhile, or whose turn is over, changes nothing.
    """
    turn = state.active_turn
    if turn is None or is_late(state, due.turn_id, due.epoch):
        return Decision(state)
    thought = state.model_copy(update={"active_turn": turn.thought(answer)})
    return advance(thought, seat, now)


def advance(state: ConversationState, seat: Seat, now: datetime) -> Outcome:
    """Run turns until one waits for tools or a model, or nothing waits for a turn."""
    outcome: Outcome = Decision(state)
    for _ in range(TURNS_AT_ONCE + MAX_STEPS):
        started = start_turn(outcome.state, now)
        turn = started.active_turn
        if turn is None or turn.is_waiting or turn.is_thinking:
            return then(outcome, Decision(started))
        step = seat.next_step(_given(started, turn, seat, now))
        outcome = then(outcome, _carried_out(started, turn, step, seat, now))
    return outcome


def _given(state: ConversationState, turn: Turn, seat: Seat, now: datetime) -> PlannerInput:
    return PlannerInput(
        conversation=state.key,
        brand=seat.brand,
        turn=turn,
        dialogue=state.dialogue,
        customer_id=state.customer_id,
        profile_name=state.profile_name,
        now=now,
        channel="web" if state.channel == "web" else "whatsapp",
        preferences=seat.preferences,
        handed_back_summary=state.hand_back_summary,
        transcript=said_before(state, turn),
    )


def _carried_out(
    state: ConversationState, turn: Turn, step: Step | Ask, seat: Seat, now: datetime
) -> Outcome:
    match step:
        case Ask():
            return think_next(state, turn, now)
        case CallTools():
            called = turn.called(step.calls)
            after = state.model_copy(update={"active_turn": called})
            asked = frozenset(call.call_id for call in step.calls)
            return Decision(
                after, emits=(*calls_of(after, called, asked, now), deadline(after, now))
            )
        case Reply():
            return ended(state, turn, step, seat, now)
        case HandOff():
            outcome = ended(state, turn, step, seat, now)
            if state.owner != "seller":
                return outcome
            return then(outcome, escalate(outcome.state, step.reason, step.summary, now))
