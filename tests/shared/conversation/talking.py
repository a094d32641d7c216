"""A conversation and a planner that does what the message says, for the tests of both."""

from datetime import UTC, datetime

from functions.seller.decide import Seat, on_result
from functions.seller.steps import CallTools, HandOff, PlannerInput, Rating, Reply, Step
from shared.conversation.arrive import Arrival
from shared.conversation.record import Outcome
from shared.conversation.state import ConversationState
from shared.conversation.turn import ToolCall, Turn
from shared.events.chat import ChatResponse
from shared.events.event import ReplyTo
from shared.events.products import ProductQuery, ProductQueryResult
from shared.events.sales import SalesEscalationResolved
from shared.function.decision import Decision
from shared.models.message import Answer, ChannelAddress, InboundMessage, MessageKind
from shared.nlu.intents import Intent
from shared.nlu.meaning import Understanding
from tests.functions.seller.goods import BRAND

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ADDRESS = ChannelAddress(phone_number_id="100", phone="15550100200", user_id="US.1")


def planner(given: PlannerInput) -> Step:
    """Do what the message's text says; call one tool for each `tool` in it."""
    turn, notes = given.turn, given.dialogue
    if turn.news is not None:
        assert isinstance(turn.news.event, SalesEscalationResolved)
        return Reply(answer=Answer(message=f"news {turn.news.event.reason}"), dialogue=notes)
    assert turn.message is not None
    words = turn.message.text.split()
    if len(turn.calls) < words.count("tool"):
        return CallTools(calls=(_call(given, len(turn.calls)),), dialogue=notes)
    if len(turn.calls) < words.count("both") * 2:
        return CallTools(calls=(_call(given, 0), _call(given, 1)), dialogue=notes)
    answer = Answer(message=f"answer to {turn.message.id}")
    if "person" in words:
        return HandOff(reason="asked", answer=answer, dialogue=notes, summary="wants a person")
    if "silent" in words:
        return Reply(answer=None, dialogue=notes)
    rating = Rating(score=int(words[0])) if words and words[0] in "12345" else None
    return Reply(answer=answer, dialogue=notes, rating=rating, erase_customer="forget" in words)


def _call(given: PlannerInput, number: int) -> ToolCall:
    call_id = f"{given.turn.turn_id}.{number}"
    reply_to = ReplyTo(conversation=given.conversation, turn_id=given.turn.turn_id, call_id=call_id)
    return ToolCall.of(call_id, ProductQuery(reply_to=reply_to, kind="search", language="en"))


SEAT = Seat(BRAND, planner)


def arrival(
    message_id: str,
    text: str = "hello",
    *,
    intent: Intent = Intent.GREET,
    sent_at: datetime = NOW,
    language: str = "en",
) -> Arrival:
    """Return a shopper's message."""
    return Arrival(
        brand="fashion",
        channel="whatsapp",
        customer_id="c1",
        address=ADDRESS,
        profile_name="Ana",
        sent_at=sent_at,
        message=InboundMessage(id=message_id, kind=MessageKind.TEXT, text=text),
        understanding=Understanding(
            language=language, language_confidence=1, intent=intent, confidence=1
        ),
        fallback_language="pt",
    )


def news(name: str) -> SalesEscalationResolved:
    """Return something that happened."""
    return SalesEscalationResolved(
        conversation="fashion|whatsapp|c1",
        conversation_id="fashion|whatsapp|c1|1",
        agent_id="ana",
        reason=name,
    )


def answered(state: ConversationState, call: ToolCall | None = None) -> Outcome:
    """Return what follows when the catalog answers a call of the running turn, the first one."""
    event = (call or turn_of(state).calls[0]).event
    assert isinstance(event, ProductQuery)
    result = ProductQueryResult(reply_to=event.reply_to, kind="search")
    return on_result(state, event.reply_to, result, SEAT, NOW)


def turn_of(state: ConversationState) -> Turn:
    """Return the running turn, which there must be."""
    assert state.active_turn is not None
    return state.active_turn


def said(outcome: Decision[ConversationState]) -> list[tuple[str, str]]:
    """Return what a decision says to the shopper: who speaks, and the words."""
    responses = [one.event for one in outcome.emits if isinstance(one.event, ChatResponse)]
    return [(one.sender, one.answer.message) for one in responses]
