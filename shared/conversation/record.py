"""Recording what is said: its place in the conversation, the stored message, the answer's event."""

from datetime import datetime, timedelta
from typing import Literal

from shared.conversation.receipts import message_key
from shared.conversation.state import MESSAGES, TRANSCRIPT_LINES, ConversationState
from shared.conversation.turn import Turn
from shared.events.chat import ChatConversationIdle, ChatConversationUpdated, ChatResponse
from shared.events.sales import TranscriptLine
from shared.function.decision import Decision, Emit, Insert
from shared.models.message import Answer, InboundMessage

Sender = Literal["customer", "bot", "agent", "system"]

RETENTION = timedelta(days=30)
"""How long message text is kept (spec section 9)."""
IDLE_AFTER = timedelta(hours=24)
TRANSCRIPT_TEXT = 500
CLOSE = timedelta(seconds=30)
"""Answers further apart than this can't overtake each other on their way."""

Outcome = Decision[ConversationState]


def then(first: Outcome, second: Outcome) -> Outcome:
    """Return both decisions as one, the second made on the state of the first."""
    return Decision(
        second.state,
        emits=first.emits + second.emits,
        inserts=first.inserts + second.inserts,
        cancels=first.cancels + second.cancels,
        result=second.result or first.result,
    )


def record_inbound(state: ConversationState, message: InboundMessage, now: datetime) -> Outcome:
    """Give a shopper's message its place and store it."""
    return _record(
        state,
        now,
        message_id=message.id,
        sender="customer",
        sender_name=state.profile_name,
        text=_text_of(message),
        content={"message": message.wire()},
    )


def said_before(state: ConversationState, turn: Turn) -> tuple[TranscriptLine, ...]:
    """Return what was said before a turn, oldest first.

    Its own message, and those that wait for turns of their own, took their place on arrival: they
    are not part of it.
    """
    still_to_come = [
        _text_of(message)[:TRANSCRIPT_TEXT]
        for message in (turn.message, *(one.message for one in state.waiting))
        if message is not None
    ]
    lines: list[TranscriptLine] = []
    for line in reversed(state.transcript):
        if line.sender == "customer" and line.text in still_to_come:
            still_to_come.remove(line.text)
        else:
            lines.append(line)
    return tuple(reversed(lines))


def record_answer(
    state: ConversationState,
    answer: Answer,
    now: datetime,
    *,
    sender: Literal["bot", "agent", "system"],
    sender_name: str,
    turn_id: str | None = None,
) -> Outcome:
    """Give an answer its place, store it and emit it for the shopper's channel."""
    follows = state.answered_sequence if _is_close(state.answered_at, now) else None
    message_id = f"{state.conversation_id}|{state.sequence + 1}"
    recorded = _record(
        state,
        now,
        message_id=message_id,
        sender=sender,
        sender_name=sender_name,
        text=answer.message,
        content={"answer": answer.wire()},
    )
    response = ChatResponse(
        conversation=state.key,
        conversation_id=state.conversation_id,
        customer_id=state.customer_id,
        message_id=message_id,
        sequence=recorded.state.sequence,
        follows=follows,
        sender=sender,
        sender_name=sender_name,
        language=state.language,
        answer=answer,
        address=state.address,
        last_inbound_at=state.last_inbound_at,
        turn_id=turn_id,
    )
    emit = Emit(response, state.conversation_id, brand=state.brand, channel=state.channel)
    answered = recorded.state.model_copy(
        update={"answered_sequence": response.sequence, "answered_at": now}
    )
    return then(recorded, Decision(answered, emits=(emit,)))


def _is_close(answered_at: datetime | None, now: datetime) -> bool:
    return answered_at is not None and now - answered_at < CLOSE


def record_system(state: ConversationState, text: str, now: datetime) -> Outcome:
    """Store a transition for the audit; the shopper does not see it."""
    return _record(
        state,
        now,
        message_id=f"{state.conversation_id}|{state.sequence + 1}",
        sender="system",
        sender_name="",
        text=text,
        content={"event": text},
    )


def updated(state: ConversationState, *, queue_position: int | None = None) -> Emit:
    """Return the event that tells who speaks now."""
    return Emit(
        ChatConversationUpdated(
            conversation=state.key,
            conversation_id=state.conversation_id,
            customer_id=state.customer_id,
            owner=state.owner,
            status=state.status,
            agent_name=state.agent_name,
            queue_position=queue_position,
            version=state.sequence,
        ),
        state.conversation_id,
        brand=state.brand,
        channel=state.channel,
    )


def idle_timer(state: ConversationState, now: datetime) -> Emit:
    """Return the timer after which the conversation counts as silent."""
    return Emit(
        ChatConversationIdle(conversation=state.key, last_sequence=state.sequence),
        state.conversation_id,
        brand=state.brand,
        channel=state.channel,
        not_before=now + IDLE_AFTER,
        timer="idle",
    )


def _text_of(message: InboundMessage) -> str:
    return message.text or (message.action.title if message.action else f"[{message.kind}]")


def _record(  # noqa: PLR0913 - every column of the stored message
    state: ConversationState,
    now: datetime,
    *,
    message_id: str,
    sender: Sender,
    sender_name: str,
    text: str,
    content: dict[str, object],
) -> Outcome:
    sequence = state.sequence + 1
    line = TranscriptLine(sender=sender, text=text[:TRANSCRIPT_TEXT])
    after = state.model_copy(
        update={
            "sequence": sequence,
            "last_message_at": now,
            "transcript": (*state.transcript, line)[-TRANSCRIPT_LINES:],
        }
    )
    document = {
        "_id": message_key(state.key, sequence),
        "conversation": state.key,
        "conversation_id": state.conversation_id,
        "sequence": sequence,
        "message_id": message_id,
        "brand": state.brand,
        "customer_id": state.customer_id,
        "sender": sender,
        "sender_name": sender_name,
        "text": text,
        "at": now,
        "expires_at": now + RETENTION,
        **content,
    }
    emits = (idle_timer(after, now),)
    return Decision(after, emits=emits, inserts=(Insert(MESSAGES, document),))
