"""A message or news arrives: it takes its place, opens a conversation or a turn, or waits."""

from dataclasses import dataclass
from datetime import datetime

from shared.conversation.record import Outcome, record_inbound, then
from shared.conversation.state import (
    KNOWN_IDS,
    WAITING_LIMIT,
    ConversationState,
    Waiting,
)
from shared.conversation.turn import News, Turn
from shared.events.chat import ChatMessageRecorded
from shared.function.decision import Decision, Emit
from shared.models.message import ChannelAddress, InboundMessage
from shared.nlu.intents import Intent
from shared.nlu.meaning import Understanding


@dataclass(frozen=True, slots=True)
class Arrival:
    """A shopper's message, understood.

    Attributes:
        fallback_language: the brand's, until the shopper's shows.
    """

    brand: str
    channel: str
    customer_id: str
    address: ChannelAddress
    profile_name: str
    sent_at: datetime
    message: InboundMessage
    understanding: Understanding
    fallback_language: str


def arrive(state: ConversationState | None, arrival: Arrival, now: datetime) -> Outcome:
    """Take a message in: record it once, then open a turn, wait, or leave it to the people.

    A message known by its id changes nothing (the state returned is the one given).
    """
    if state is not None and arrival.message.id in state.known_ids:
        return Decision(state)
    opened = _opened(state, arrival, now)
    recorded = record_inbound(opened, arrival.message, now)
    if opened.owner != "seller":
        return then(recorded, Decision(recorded.state, emits=(_told(recorded.state, arrival),)))
    waiting = Waiting(message=arrival.message, understanding=arrival.understanding)
    return then(recorded, Decision(wait(recorded.state, waiting)))


def wait(state: ConversationState, waiting: Waiting) -> ConversationState:
    """Put a message or news in line for a turn.

    In a line that is too long the oldest message goes: the ones after it say what is wanted now.
    News never goes, nobody would tell it again.
    """
    line = (*state.waiting, waiting)
    oldest = next((one for one in line if one.news is None), None)
    if len(line) > WAITING_LIMIT and oldest is not None:
        line = tuple(one for one in line if one is not oldest)
    return state.model_copy(update={"waiting": line})


def start_turn(state: ConversationState, now: datetime) -> ConversationState:
    """Return the state with the next turn begun, if none is and something waits for one."""
    if state.active_turn is not None or not state.waiting:
        return state
    first, *rest = state.waiting
    turn = Turn(
        turn_id=f"{state.conversation_id}|t{state.sequence}|{_turn_name(first)}",
        started_at=now,
        kind="news" if first.news else "message",
        message=first.message,
        understanding=first.understanding,
        news=first.news,
    )
    return state.model_copy(update={"active_turn": turn, "turn_retries": 0, "waiting": tuple(rest)})


def news_arrives(state: ConversationState, news: News, now: datetime) -> Outcome:
    """Put news in line for a turn, in a new conversation if the last one is closed."""
    return Decision(wait(reopened(state, now), Waiting(news=news)))


def reopened(state: ConversationState, now: datetime) -> ConversationState:
    """Return the state in which news can be told: a closed conversation says nothing any more."""
    return _next_number(state, now) if state.status == "closed" else state


def _turn_name(waiting: Waiting) -> str:
    if waiting.message is not None:
        return waiting.message.id
    assert waiting.news is not None, "a turn has a message or news"
    order = getattr(waiting.news.event, "order", None)
    return f"{waiting.news.event_type}|{order.number if order else ''}"


def _opened(state: ConversationState | None, arrival: Arrival, now: datetime) -> ConversationState:
    if state is None:
        base = ConversationState(
            brand=arrival.brand,
            channel=arrival.channel,
            customer_id=arrival.customer_id,
            address=arrival.address,
            language=arrival.fallback_language,
            opened_at=now,
            last_message_at=now,
        )
    else:
        base = state if _stays(state, arrival) else _next_number(state, now)
    understood = arrival.understanding.language or base.language
    sent_at = min(arrival.sent_at, now)
    return base.model_copy(
        update={
            "address": _merged(base.address, arrival.address),
            "profile_name": arrival.profile_name or base.profile_name,
            "language": understood,
            "last_inbound_at": max(base.last_inbound_at or sent_at, sent_at),
            "known_ids": (*base.known_ids, arrival.message.id)[-KNOWN_IDS:],
        }
    )


def _stays(state: ConversationState, arrival: Arrival) -> bool:
    """Tell whether a message belongs to the conversation there is, closed or not.

    An answer to the satisfaction question does not open a new one.
    """
    rates = state.rating_asked and arrival.understanding.intent is Intent.RATE
    return state.status != "closed" or rates


def _next_number(state: ConversationState, now: datetime) -> ConversationState:
    handed_back = state.close_reason == "handed_back"
    return ConversationState(
        brand=state.brand,
        channel=state.channel,
        customer_id=state.customer_id,
        number=state.number + 1,
        address=state.address,
        profile_name=state.profile_name,
        language=state.language,
        opened_at=now,
        last_inbound_at=state.last_inbound_at,
        last_message_at=now,
        sequence=state.sequence,
        known_ids=state.known_ids,
        waiting=state.waiting,
        dialogue=state.dialogue.next_conversation(),
        hand_back_summary=state.hand_back_summary if handed_back else "",
    )


def _merged(old: ChannelAddress, new: ChannelAddress) -> ChannelAddress:
    return old.model_copy(update=new.model_dump(exclude_none=True))


def _told(state: ConversationState, arrival: Arrival) -> Emit:
    return Emit(
        ChatMessageRecorded(
            conversation=state.key,
            conversation_id=state.conversation_id,
            customer_id=state.customer_id,
            message_id=arrival.message.id,
            sequence=state.sequence,
            message=arrival.message,
            sent_at=arrival.sent_at,
        ),
        state.conversation_id,
        brand=state.brand,
        channel=state.channel,
    )
