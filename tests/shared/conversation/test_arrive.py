from dataclasses import replace
from datetime import timedelta

import pytest

from functions.seller.decide import advance, on_message, on_news, on_turn_expired
from shared.conversation.arrive import arrive, start_turn
from shared.conversation.handoff import agent_says, claim, close, end_idle, escalate
from shared.conversation.record import Outcome
from shared.conversation.state import WAITING_LIMIT, ConversationState
from shared.events.chat import ChatMessageRecorded, ChatResponse, ChatTurnExpired
from shared.events.customers import CustomerEraseRequested
from shared.events.whatsapp import WhatsAppMessageSeen
from shared.models.message import Answer, ChannelAddress
from shared.nlu.intents import Intent
from tests.shared.conversation.talking import (
    ADDRESS,
    NOW,
    SEAT,
    answered,
    arrival,
    news,
    said,
)


def tell(state: ConversationState | None, message_id: str, text: str = "hello") -> Outcome:
    return on_message(state, arrival(message_id, text), SEAT, NOW)


def opened(text: str = "hello") -> ConversationState:
    return tell(None, "m1", text).state


def with_agent(state: ConversationState) -> ConversationState:
    return claim(state, "ana", "Ana", NOW).state


def test_the_first_message_opens_a_conversation_and_is_answered() -> None:
    outcome = tell(None, "m1")

    state = outcome.state
    assert (state.key, state.conversation_id) == ("fashion|whatsapp|c1", "fashion|whatsapp|c1|1")
    assert (state.status, state.owner, state.sequence, state.language) == (
        "automated",
        "seller",
        2,
        "en",
    )
    assert said(outcome) == [("bot", "answer to m1")]
    assert [
        (one.document["sequence"], one.document["message_id"], one.document["sender"])
        for one in outcome.inserts
    ] == [(1, "m1", "customer"), (2, "fashion|whatsapp|c1|1|2", "bot")]
    assert all(one.document["expires_at"] - NOW == timedelta(days=30) for one in outcome.inserts)


def test_a_message_that_the_seller_answers_is_shown_as_read() -> None:
    seen = [
        one.event for one in tell(None, "m1").emits if isinstance(one.event, WhatsAppMessageSeen)
    ]

    assert [(one.message_id, one.address) for one in seen] == [("m1", ADDRESS)]


def test_a_message_for_people_is_not_read_by_the_seller() -> None:
    outcome = tell(with_agent(opened()), "m2")

    assert not any(isinstance(one.event, WhatsAppMessageSeen) for one in outcome.emits)


def test_a_yes_to_being_forgotten_is_answered_and_asks_for_the_erasure() -> None:
    outcome = tell(None, "m1", "forget me")

    assert said(outcome) == [("bot", "answer to m1")]
    asked = [one.event for one in outcome.emits if isinstance(one.event, CustomerEraseRequested)]
    assert asked == [CustomerEraseRequested(customer_id="c1")]


def test_a_message_known_by_its_id_changes_nothing() -> None:
    state = opened()

    again = tell(state, "m1", "other words")

    assert again.state is state
    assert (again.emits, again.inserts) == ((), ())


def test_a_known_message_stays_known_in_the_next_conversation() -> None:
    state = end_idle(opened(), 2, NOW).state

    again = tell(state, "m1")

    assert again.state is state


def test_messages_that_come_while_a_turn_runs_wait_and_are_answered_in_order() -> None:
    state = opened("tool")
    waited = tell(tell(state, "m2").state, "m3")
    assert said(waited) == []

    done = answered(waited.state)

    assert said(done) == [
        ("bot", "answer to m1"),
        ("bot", "answer to m2"),
        ("bot", "answer to m3"),
    ]
    assert (done.state.active_turn, done.state.waiting) == (None, ())


def test_in_a_line_too_long_the_oldest_message_goes_and_news_never() -> None:
    state = opened("tool")
    state = on_news(state, news("first"), SEAT, NOW).state
    for number in range(WAITING_LIMIT + 5):
        state = tell(state, f"w{number}").state

    waiting = state.waiting
    assert len(waiting) == WAITING_LIMIT
    assert waiting[0].news is not None
    assert [one.message.id for one in waiting[1:] if one.message] == [
        f"w{number}" for number in range(6, WAITING_LIMIT + 5)
    ]
    assert state.sequence == 1 + WAITING_LIMIT + 5


def test_a_message_to_people_is_recorded_and_told_to_them_and_no_turn_begins() -> None:
    state = with_agent(opened())

    outcome = tell(state, "m2", "are you there?")

    assert outcome.state.active_turn is None
    assert said(outcome) == []
    (told,) = [one.event for one in outcome.emits if isinstance(one.event, ChatMessageRecorded)]
    assert (told.message_id, told.sequence) == ("m2", outcome.state.sequence)
    assert outcome.inserts[0].document["text"] == "are you there?"


def test_a_message_after_the_end_opens_the_next_conversation() -> None:
    state = end_idle(opened(), 2, NOW).state
    assert state.status == "closed"

    outcome = tell(state, "m2")

    assert (outcome.state.number, outcome.state.status) == (2, "automated")
    assert outcome.state.sequence == 4
    assert said(outcome) == [("bot", "answer to m2")]
    assert {one.document["conversation_id"] for one in outcome.inserts} == {"fashion|whatsapp|c1|2"}


def test_an_answer_to_the_satisfaction_question_stays_in_the_closed_conversation_once() -> None:
    state = close(with_agent(opened()), "ana", "resolved", "", NOW).state
    rating = arrival("m2", "5", intent=Intent.RATE)

    rated = on_message(state, rating, SEAT, NOW).state
    again = on_message(rated, arrival("m3", "4", intent=Intent.RATE), SEAT, NOW).state

    assert (rated.number, rated.status, rated.rating, rated.rating_asked) == (1, "closed", 5, False)
    assert (again.number, again.status, again.rating) == (2, "automated", None)


def test_anything_else_after_the_satisfaction_question_opens_a_new_conversation() -> None:
    state = close(with_agent(opened()), "ana", "resolved", "", NOW).state

    outcome = tell(state, "m2")

    assert (outcome.state.number, outcome.state.rating_asked) == (2, False)


def test_the_seller_goes_on_with_what_the_agent_handed_back() -> None:
    state = close(with_agent(opened()), "ana", "handed_back", "wants size 40", NOW).state
    assert not state.rating_asked

    outcome = on_message(state, arrival("m2", "tool"), SEAT, NOW)
    done = answered(outcome.state)

    assert outcome.state.hand_back_summary == "wants size 40"
    assert done.state.hand_back_summary == ""


def test_a_summary_of_any_other_end_is_not_handed_on() -> None:
    state = close(with_agent(opened()), "ana", "resolved", "was rude", NOW).state

    assert tell(state, "m2", "tool").state.hand_back_summary == ""


def test_a_message_from_the_future_opens_no_longer_window_than_one_from_now() -> None:
    late = arrival("m1", sent_at=NOW + timedelta(days=3))

    assert arrive(None, late, NOW).state.last_inbound_at == NOW


def test_an_older_message_that_comes_later_does_not_shorten_the_window() -> None:
    state = opened()

    older = arrival("m2", sent_at=NOW - timedelta(hours=1))

    assert arrive(state, older, NOW).state.last_inbound_at == NOW


def test_what_is_newly_known_of_the_address_is_added_to_it() -> None:
    only_ids = ChannelAddress(user_id="US.1", parent_user_id="US.ENT.1")

    changed = arrive(opened(), replace(arrival("m2"), address=only_ids), NOW).state

    assert changed.address == ADDRESS.model_copy(update={"parent_user_id": "US.ENT.1"})


def test_news_is_told_at_once_when_no_turn_runs() -> None:
    outcome = on_news(opened(), news("shipped"), SEAT, NOW)

    assert said(outcome) == [("bot", "news shipped")]


def test_news_waits_for_the_turn_that_runs() -> None:
    waiting = on_news(opened("tool"), news("shipped"), SEAT, NOW)
    assert said(waiting) == []

    done = answered(waiting.state)

    assert said(done) == [("bot", "answer to m1"), ("bot", "news shipped")]


def test_news_after_the_end_opens_a_new_conversation() -> None:
    state = end_idle(opened(), 2, NOW).state

    outcome = on_news(state, news("shipped"), SEAT, NOW)

    assert outcome.state.number == 2
    assert said(outcome) == [("bot", "news shipped")]


def test_news_is_told_by_the_system_while_an_agent_talks() -> None:
    outcome = on_news(with_agent(opened()), news("shipped"), SEAT, NOW)

    assert said(outcome) == [("system", "news shipped")]
    assert outcome.state.owner == "agent"


@pytest.mark.parametrize("taking", ["claim", "escalate"])
def test_news_that_waits_outlives_that_people_take_over(taking: str) -> None:
    state = on_news(opened("tool"), news("shipped"), SEAT, NOW).state
    state = tell(state, "m2").state
    taken = with_agent(state) if taking == "claim" else escalate(state, "asked", "", NOW).state
    assert [one.news is not None for one in taken.waiting] == [True]

    done = answered(taken)

    assert said(done) == [("system", "news shipped")]


def test_news_left_by_a_turn_that_the_end_cut_short_is_told_in_the_next_conversation() -> None:
    state = on_news(opened("tool"), news("shipped"), SEAT, NOW).state
    closed = close(with_agent(state), "ana", "resolved", "", NOW)
    (waking,) = [one for one in closed.emits if isinstance(one.event, ChatTurnExpired)]
    assert waking.not_before is None
    assert isinstance(waking.event, ChatTurnExpired)

    told = on_turn_expired(closed.state, waking.event.turn_id, SEAT, NOW)

    assert told.state.number == 2
    assert said(told) == [("bot", "news shipped")]


def test_two_turns_for_news_of_one_kind_ask_their_tools_anew() -> None:
    first = on_news(opened(), news("same"), SEAT, NOW)
    second = on_news(first.state, news("same"), SEAT, NOW)

    ids = [
        one.event.turn_id
        for outcome in (first, second)
        for one in outcome.emits
        if isinstance(one.event, ChatResponse)
    ]
    assert len(set(ids)) == 2


def test_a_turn_begins_only_when_none_runs_and_something_waits() -> None:
    running = opened("tool")
    idle = opened()

    assert start_turn(running, NOW) is running
    assert start_turn(idle, NOW) is idle
    assert advance(idle, SEAT, NOW).state == idle


def test_who_has_not_the_conversation_cannot_say_anything_in_it() -> None:
    state = with_agent(opened())

    outcome = agent_says(state, "bob", Answer(message="hi"), NOW)

    assert outcome.state is state
    assert outcome.emits == ()
