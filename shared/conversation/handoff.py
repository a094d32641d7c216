"""Between the seller and the people: queue, claim, answer, give back, close."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from shared.conversation.dialogue import Question
from shared.conversation.record import (
    Outcome,
    idle_timer,
    record_answer,
    record_system,
    then,
    updated,
)
from shared.conversation.state import ConversationState, Waiting
from shared.events.chat import ChatTurnExpired
from shared.events.customers import MemoryReadingDue
from shared.events.sales import EscalationReason, SalesEscalate
from shared.function.decision import Decision, Emit
from shared.models.message import Answer

NO_TEXT: Final[Mapping[str, object]] = {"transcript": (), "draft": None, "desk": None}
"""A closed conversation is read from its messages, which end by themselves; its record does not."""


def escalate(
    state: ConversationState, reason: EscalationReason, summary: str, now: datetime
) -> Outcome:
    """Put an automated conversation into the queue; any other stays as it is."""
    if state.status != "automated":
        return Decision(state)
    queued = state.model_copy(
        update={
            "owner": "queue",
            "status": "queued",
            "queued_at": now,
            "busy_told": False,
            "escalation_reason": reason,
            "waiting": _news_of(state),
        }
    )
    noted = record_system(queued, f"escalated: {reason}", now)
    event = SalesEscalate(
        conversation=state.key,
        conversation_id=state.conversation_id,
        customer_id=state.customer_id,
        customer_name=state.profile_name,
        address=state.address,
        language=state.language,
        reason=reason,
        summary=summary,
        transcript=noted.state.transcript,
    )
    told = Emit(event, state.conversation_id, brand=state.brand, channel=state.channel)
    return then(noted, Decision(noted.state, emits=(told, updated(noted.state))))


def claim(state: ConversationState, agent_id: str, agent_name: str, now: datetime) -> Outcome:
    """Give a queued or automated conversation to an agent; an agent's or closed one stays.

    The seller's running turn goes on, but its answer becomes the agent's draft.
    """
    if state.status not in {"queued", "automated"}:
        return Decision(state)
    taken = state.model_copy(
        update={
            "owner": "agent",
            "status": "agent",
            "agent_id": agent_id,
            "agent_name": agent_name,
            "agent_since": now,
            "agent_replied_at": None,
            "queued_at": state.queued_at or now,
            "waiting": _news_of(state),
        }
    )
    noted = record_system(taken, f"accepted by {agent_name}", now)
    return then(noted, Decision(noted.state, emits=(updated(noted.state),)))


def requeue(state: ConversationState, reason: str, now: datetime) -> Outcome:
    """Put an agent's conversation back into the queue; it keeps the place it had."""
    if state.status != "agent":
        return Decision(state)
    queued = state.model_copy(
        update={
            "owner": "queue",
            "status": "queued",
            "agent_id": None,
            "agent_name": None,
            "agent_since": None,
        }
    )
    noted = record_system(queued, f"queued again: {reason}", now)
    return then(noted, Decision(noted.state, emits=(updated(noted.state),)))


def agent_says(state: ConversationState, agent_id: str, answer: Answer, now: datetime) -> Outcome:
    """Send an agent's answer; only the agent who has the conversation can."""
    if state.status != "agent" or state.agent_id != agent_id:
        return Decision(state)
    said = record_answer(
        state, answer, now, sender="agent", sender_name=state.agent_name or "Agent"
    )
    replied = said.state.model_copy(update={"agent_replied_at": now, "draft": None})
    return then(said, Decision(replied))


def close(
    state: ConversationState, agent_id: str, reason: str, summary: str, now: datetime
) -> Outcome:
    """Close an agent's conversation for good; `handed_back` hands the summary to the seller.

    A turn of the seller that still runs is of no use any more; news that waits for its end is
    told in the next conversation.
    """
    if state.status != "agent" or state.agent_id != agent_id:
        return Decision(state)
    asked = reason != "handed_back"
    question = Question.RATE if asked else Question.NONE
    closed = state.model_copy(
        update={
            "owner": "seller",
            "status": "closed",
            "rating_asked": asked,
            "dialogue": state.dialogue.model_copy(update={"question": question}),
            "close_reason": reason,
            "closed_at": now,
            "hand_back_summary": summary,
            "active_turn": None,
            **NO_TEXT,
        }
    )
    noted = record_system(closed, f"closed by {state.agent_name}: {reason}", now)
    emits = (updated(noted.state), *_waking_the_seller(state))
    return then(noted, Decision(noted.state, emits=emits, cancels=("turn",)))


def end_idle(
    state: ConversationState, last_sequence: int, now: datetime, *, is_read: bool = False
) -> Outcome:
    """Close an automated conversation after 24 hours of silence.

    Args:
        state: the conversation.
        last_sequence: place of its last message when the silence began.
        now: when it has lasted long enough.
        is_read: whether a model reads what the shopper stated in passing, for the memory.
    """
    if state.status != "automated" or state.sequence != last_sequence:
        return Decision(state)
    if state.active_turn is not None:
        return Decision(state.model_copy(), emits=(idle_timer(state, now),))
    closed = state.model_copy(
        update={"status": "closed", "close_reason": "silence", "closed_at": now, **NO_TEXT}
    )
    read = (_reading_due(state),) if is_read and _speaks_for_itself(state) else ()
    return Decision(closed, emits=(updated(closed), *read))


def _speaks_for_itself(state: ConversationState) -> bool:
    """Tell whether the shopper wrote something, and did not shop for somebody else to the end."""
    has_words = any(line.sender == "customer" for line in state.transcript)
    return has_words and not state.dialogue.for_other


def _reading_due(state: ConversationState) -> Emit:
    due = MemoryReadingDue(
        customer_id=state.customer_id,
        conversation=state.key,
        conversation_id=state.conversation_id,
    )
    return Emit(
        due,
        state.customer_id,
        brand=state.brand,
        channel=state.channel,
        key=due.key,
    )


def _news_of(state: ConversationState) -> tuple[Waiting, ...]:
    """Return what still waits once people took over: messages are theirs, news is the seller's."""
    return tuple(one for one in state.waiting if one.news is not None)


def _waking_the_seller(state: ConversationState) -> tuple[Emit, ...]:
    if state.active_turn is None or not state.waiting:
        return ()
    over = ChatTurnExpired(conversation=state.key, turn_id=state.active_turn.turn_id)
    return (Emit(over, state.conversation_id, brand=state.brand, channel=state.channel),)
