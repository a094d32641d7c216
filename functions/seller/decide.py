"""What the seller does with each event: turns begin, call tools, end with an answer or a hand-off.

All pure: the conversation record in, a decision out. The planner is an argument, so that rules and
a model drive the same turns.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from functions.seller.asking import calls_of, deadline, missing, no_answer, seen_of
from functions.seller.steps import CallTools, HandOff, PlannerInput, Reply, Step
from shared.conversation.arrive import Arrival, arrive, news_arrives, reopened, start_turn
from shared.conversation.handoff import escalate
from shared.conversation.record import Outcome, record_answer, then
from shared.conversation.state import ConversationState
from shared.conversation.turn import MAX_STEPS, News, ToolResult, Turn
from shared.events.customers import CustomerEraseRequested, MemorySignals
from shared.events.event import Event, ReplyTo
from shared.events.sales import SalesInsight, SalesSuggestion
from shared.function.decision import Decision, Emit
from shared.models.brand import Brand
from shared.models.memory import Preferences
from shared.models.message import Answer

TOOL_RETRIES = 2
"""Asked again so often; then the missing results count as failed."""
TURNS_AT_ONCE = 25
"""Turns that one event may run through: everything that can wait, and the one before it."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sells: the brand and its planner, and what is remembered of the shopper."""

    brand: Brand
    next_step: Callable[[PlannerInput], Step]
    preferences: Preferences | None = None


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
    if turn is None or turn.turn_id != turn_id or not turn.is_waiting:
        return Decision(state)
    if state.turn_retries < TOOL_RETRIES:
        again = state.model_copy(update={"turn_retries": state.turn_retries + 1})
        return Decision(
            again, emits=(*calls_of(again, turn, missing(turn), now), deadline(again, now))
        )
    for call_id in sorted(missing(turn)):
        turn = turn.answered(ToolResult.of(call_id, no_answer(state, turn, call_id)))
    return advance(state.model_copy(update={"active_turn": turn}), seat, now)


def advance(state: ConversationState, seat: Seat, now: datetime) -> Outcome:
    """Run turns until one waits for tools or nothing waits for a turn."""
    outcome: Outcome = Decision(state)
    for _ in range(TURNS_AT_ONCE + MAX_STEPS):
        started = start_turn(outcome.state, now)
        turn = started.active_turn
        if turn is None or turn.is_waiting:
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
    )


def _carried_out(
    state: ConversationState, turn: Turn, step: Step, seat: Seat, now: datetime
) -> Outcome:
    match step:
        case CallTools():
            called = turn.called(step.calls)
            after = state.model_copy(update={"active_turn": called})
            asked = frozenset(call.call_id for call in step.calls)
            return Decision(
                after, emits=(*calls_of(after, called, asked, now), deadline(after, now))
            )
        case Reply():
            return _ended(state, turn, step, seat, now)
        case HandOff():
            ended = _ended(state, turn, step, seat, now)
            if state.owner != "seller":
                return ended
            return then(ended, escalate(ended.state, step.reason, step.summary, now))


def _ended(
    state: ConversationState, turn: Turn, step: Reply | HandOff, seat: Seat, now: datetime
) -> Outcome:
    language = step.dialogue.language or state.language
    after = state.model_copy(
        update={
            "active_turn": None,
            "turn_retries": 0,
            "dialogue": step.dialogue,
            "language": language,
            "hand_back_summary": "" if turn.kind == "message" else state.hand_back_summary,
        }
    )
    if isinstance(step, Reply) and step.rating is not None and state.rating_asked:
        after = after.model_copy(update={"rating": step.rating.score, "rating_asked": False})
    ended: Outcome = Decision(after, cancels=("turn",))
    if step.answer is not None:
        ended = then(ended, _answered(after, turn, step.answer, seat, now))
    if isinstance(step, Reply):
        ended = then(ended, Decision(ended.state, emits=tuple(_side_events(after, step))))
    return ended


def _answered(
    state: ConversationState, turn: Turn, answer: Answer, seat: Seat, now: datetime
) -> Outcome:
    if state.owner != "seller" and turn.kind == "message":
        drafted = state.model_copy(update={"draft": answer})
        suggestion = SalesSuggestion(conversation=state.key, text=answer.message)
        told = Emit(suggestion, state.conversation_id, brand=state.brand, channel=state.channel)
        return Decision(drafted, emits=(told,))
    return record_answer(
        state,
        answer,
        now,
        sender="bot" if state.owner == "seller" else "system",
        sender_name=seat.brand.seller.name,
        turn_id=turn.turn_id,
    )


def _side_events(state: ConversationState, step: Reply) -> list[Emit]:
    emits: list[Emit] = []
    if step.signals:
        signals = MemorySignals(customer_id=state.customer_id, signals=step.signals)
        emits.append(Emit(signals, state.customer_id, brand=state.brand, channel=state.channel))
    if step.erase_customer:
        erase = CustomerEraseRequested(customer_id=state.customer_id)
        emits.append(Emit(erase, state.customer_id, brand=state.brand, channel=state.channel))
    if step.rating is not None:
        insight = SalesInsight(
            kind="rated",
            conversation_id=state.conversation_id,
            agent_id=state.agent_id,
            reason=step.rating.order_number,
            rating=step.rating.score,
        )
        emits.append(Emit(insight, state.conversation_id, brand=state.brand))
    return emits
