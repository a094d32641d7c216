"""Asking tools: their events, the deadline of the turn that waits, what counts as an answer."""

from datetime import datetime, timedelta
from typing import Final

from shared.conversation.arrive import Arrival
from shared.conversation.state import ConversationState
from shared.conversation.turn import Turn
from shared.events.chat import ChatTurnExpired
from shared.events.event import ReplyTo
from shared.events.failures import RequestFailed
from shared.events.whatsapp import WhatsAppMessageSeen
from shared.function.decision import Emit

TOOL_PATIENCE: Final = timedelta(seconds=10)
"""How long results may take before their calls are asked again."""
CALL_VALID_FOR: Final = timedelta(hours=1)
"""A call replayed from the dead letters later than this must not change anything any more."""


def calls_of(
    state: ConversationState, turn: Turn, call_ids: frozenset[str], now: datetime
) -> tuple[Emit, ...]:
    """Return the events of some of a turn's calls; asked again, they are the same events."""
    return tuple(
        Emit(
            call.event,
            state.conversation_id,
            brand=state.brand,
            channel=state.channel,
            key=call.call_id,
            expires_at=now + CALL_VALID_FOR,
        )
        for call in turn.calls
        if call.call_id in call_ids
    )


def missing(turn: Turn) -> frozenset[str]:
    """Return the ids of the calls that have no result yet."""
    answered = {result.call_id for result in turn.results}
    return frozenset(call.call_id for call in turn.calls if call.call_id not in answered)


def deadline(state: ConversationState, now: datetime) -> Emit:
    """Return the timer after which the running turn is looked after."""
    return look_again(state, now + TOOL_PATIENCE * (state.turn_retries + 1))


def look_again(state: ConversationState, at: datetime) -> Emit:
    """Return the timer that has the running turn looked after at a time, and at no other."""
    turn = state.active_turn
    assert turn is not None, "only a running turn is looked after"
    return Emit(
        ChatTurnExpired(conversation=state.key, turn_id=turn.turn_id),
        state.conversation_id,
        brand=state.brand,
        channel=state.channel,
        not_before=at,
        timer="turn",
    )


def no_answer(state: ConversationState, turn: Turn, call_id: str) -> RequestFailed:
    """Return what stands for a result that did not come."""
    call = next(call for call in turn.calls if call.call_id == call_id)
    return RequestFailed(
        failed_type=call.event_type,
        failed_id=call_id,
        consumer="",
        reason="no answer in time",
        reply_to=ReplyTo(conversation=state.key, turn_id=turn.turn_id, call_id=call_id),
    )


def seen_of(state: ConversationState, arrival: Arrival, now: datetime) -> Emit | None:
    """Return the event that lets WhatsApp show a message as read; people read for themselves."""
    if state.channel != "whatsapp" or state.owner != "seller":
        return None
    seen = WhatsAppMessageSeen(
        conversation=state.key,
        message_id=arrival.message.id,
        address=state.address,
        at=now,
    )
    return Emit(seen, state.conversation_id, brand=state.brand, channel=state.channel)
