from collections.abc import Callable
from datetime import timedelta

import pytest

from functions.seller.decide import on_message
from shared.conversation.dialogue import Question
from shared.conversation.handoff import agent_says, claim, close, end_idle, escalate, requeue
from shared.conversation.record import Outcome
from shared.conversation.state import ConversationState
from shared.events.chat import ChatConversationIdle, ChatConversationUpdated
from shared.events.customers import MemoryReadingDue
from shared.events.sales import SalesEscalate
from shared.models.message import Answer
from tests.shared.conversation.talking import NOW, SEAT, answered, arrival, said

LATER = NOW + timedelta(minutes=5)


def automated(text: str = "hello") -> ConversationState:
    return on_message(None, arrival("m1", text), SEAT, NOW).state


def queued() -> ConversationState:
    return escalate(automated(), "asked", "", NOW).state


def taken() -> ConversationState:
    return claim(queued(), "ana", "Ana", NOW).state


def closed() -> ConversationState:
    return close(taken(), "ana", "resolved", "", NOW).state


STATES: dict[str, Callable[[], ConversationState]] = {
    "automated": automated,
    "queued": queued,
    "agent": taken,
    "closed": closed,
}
MOVES: dict[str, Callable[[ConversationState], Outcome]] = {
    "escalate": lambda state: escalate(state, "asked", "", LATER),
    "claim": lambda state: claim(state, "bob", "Bob", LATER),
    "requeue": lambda state: requeue(state, "gone", LATER),
    "say": lambda state: agent_says(state, "ana", Answer(message="hi"), LATER),
    "close": lambda state: close(state, "ana", "resolved", "", LATER),
    "idle": lambda state: end_idle(state, state.sequence, LATER),
}
TABLE: dict[str, dict[str, tuple[str, str] | None]] = {
    "automated": {
        "escalate": ("queued", "queue"),
        "claim": ("agent", "agent"),
        "requeue": None,
        "say": None,
        "close": None,
        "idle": ("closed", "seller"),
    },
    "queued": {
        "escalate": None,
        "claim": ("agent", "agent"),
        "requeue": None,
        "say": None,
        "close": None,
        "idle": None,
    },
    "agent": {
        "escalate": None,
        "claim": None,
        "requeue": ("queued", "queue"),
        "say": ("agent", "agent"),
        "close": ("closed", "seller"),
        "idle": None,
    },
    "closed": dict.fromkeys(MOVES),
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("status", TABLE)
def test_each_move_is_allowed_where_the_table_says_and_changes_nothing_elsewhere(
    status: str, move: str
) -> None:
    before = STATES[status]()

    outcome = MOVES[move](before)

    expected = TABLE[status][move]
    if expected is None:
        assert outcome.state is before
        assert (outcome.emits, outcome.inserts, outcome.cancels) == ((), (), ())
    else:
        assert (outcome.state.status, outcome.state.owner) == expected


@pytest.mark.parametrize(
    ("status", "move"), [("automated", "escalate"), ("queued", "claim"), ("agent", "requeue")]
)
def test_each_change_of_who_speaks_is_noted_for_the_audit_and_told(status: str, move: str) -> None:
    outcome = MOVES[move](STATES[status]())

    (noted,) = outcome.inserts
    assert noted.document["sender"] == "system"
    assert "answer" not in noted.document
    (told,) = [one.event for one in outcome.emits if isinstance(one.event, ChatConversationUpdated)]
    assert (told.status, told.version) == (outcome.state.status, outcome.state.sequence)


def test_asking_for_a_person_tells_the_people_what_was_said() -> None:
    outcome = escalate(automated("I want a human"), "asked", "shoes", NOW)

    (event,) = [one.event for one in outcome.emits if isinstance(one.event, SalesEscalate)]
    assert (event.reason, event.summary, event.language, event.customer_name) == (
        "asked",
        "shoes",
        "en",
        "Ana",
    )
    assert [line.text for line in event.transcript] == [
        "I want a human",
        "answer to m1",
        "escalated: asked",
    ]


def test_a_requeued_conversation_keeps_its_place() -> None:
    waited_since = taken().queued_at

    again = requeue(taken(), "gone", LATER).state

    assert again.queued_at == waited_since == NOW
    assert (again.agent_id, again.agent_name, again.agent_since) == (None, None, None)


def test_a_conversation_taken_from_the_seller_gets_its_place_then() -> None:
    state = claim(automated(), "ana", "Ana", LATER).state

    assert requeue(state, "gone", LATER).state.queued_at == LATER


def test_an_answer_that_lost_to_a_person_becomes_the_draft_and_is_not_said() -> None:
    state = claim(automated("tool"), "ana", "Ana", NOW).state

    done = answered(state)

    assert said(done) == []
    assert done.state.draft == Answer(message="answer to m1")
    assert (done.state.owner, done.state.active_turn) == ("agent", None)
    (suggestion,) = [one.event for one in done.emits]
    assert suggestion.type == "store.sales.suggestion"


def test_an_answer_that_came_before_the_person_is_said_and_no_draft() -> None:
    done = answered(automated("tool"))

    state = claim(done.state, "ana", "Ana", NOW).state

    assert said(done) == [("bot", "answer to m1")]
    assert state.draft is None


def test_a_hand_off_by_the_seller_who_lost_to_a_person_queues_nothing() -> None:
    state = claim(automated("tool person"), "ana", "Ana", NOW).state

    done = answered(state)

    assert (done.state.status, done.state.agent_id) == ("agent", "ana")
    assert not [one for one in done.emits if isinstance(one.event, SalesEscalate)]


def test_the_draft_is_gone_once_the_agent_answered() -> None:
    state = answered(claim(automated("tool"), "ana", "Ana", NOW).state).state

    after = agent_says(state, "ana", Answer(message="Let me see."), LATER)

    assert said(after) == [("agent", "Let me see.")]
    assert (after.state.draft, after.state.agent_replied_at) == (None, LATER)


def test_the_end_asks_for_satisfaction_unless_the_seller_goes_on() -> None:
    asked = close(taken(), "ana", "resolved", "", NOW).state
    back = close(taken(), "ana", "handed_back", "size 40", NOW).state

    assert (asked.rating_asked, asked.dialogue.question) == (True, Question.RATE)
    assert (back.rating_asked, back.dialogue.question) == (False, Question.NONE)
    assert back.hand_back_summary == "size 40"


@pytest.mark.parametrize("end", ["close", "idle"])
def test_a_closed_conversation_keeps_no_text_in_its_record(end: str) -> None:
    state = taken() if end == "close" else automated()

    after = MOVES[end](state).state

    assert after.status == "closed"
    lines = [line.text for line in after.transcript]
    assert "hello" not in lines
    assert "answer to m1" not in lines
    assert (after.draft, after.active_turn, after.waiting) == (None, None, ())


def test_silence_counts_from_the_last_message() -> None:
    state = automated()

    early = end_idle(state, state.sequence - 1, LATER)

    assert early.state is state


def test_a_silent_conversation_is_to_be_read_once_and_only_if_somebody_reads() -> None:
    state = automated("I only wear black")

    told = end_idle(state, state.sequence, LATER, is_read=True)
    untold = end_idle(state, state.sequence, LATER)

    (due,) = [one for one in told.emits if isinstance(one.event, MemoryReadingDue)]
    assert isinstance(due.event, MemoryReadingDue)
    assert (due.event.customer_id, due.event.epoch) == (state.customer_id, 1)
    assert (due.event.conversation, due.event.conversation_id) == (state.key, f"{state.key}|1")
    assert due.key == f"{state.key}|1|reading|1"
    assert "black" not in str(due.event.wire())
    assert untold.emits == tuple(one for one in told.emits if one is not due)
    assert end_idle(told.state, state.sequence, LATER, is_read=True).emits == ()


def test_where_the_shopper_wrote_nothing_or_shopped_for_somebody_else_nothing_is_read() -> None:
    state = automated()
    for_other = state.dialogue.model_copy(update={"for_other": True})

    for changes in ({"transcript": ()}, {"dialogue": for_other}):
        silent = state.model_copy(update=changes)
        outcome = end_idle(silent, state.sequence, LATER, is_read=True)
        assert [type(one.event) for one in outcome.emits] == [ChatConversationUpdated]


def test_a_conversation_whose_turn_runs_is_not_silent_and_is_looked_at_again() -> None:
    state = automated("tool")

    outcome = end_idle(state, state.sequence, LATER)

    assert outcome.state == state
    (again,) = outcome.emits
    assert (again.timer, again.not_before) == ("idle", LATER + timedelta(hours=24))


def test_the_timer_of_silence_is_set_anew_by_each_message() -> None:
    outcome = on_message(None, arrival("m1"), SEAT, NOW)

    idle = [one for one in outcome.emits if isinstance(one.event, ChatConversationIdle)]
    assert {(one.timer, one.not_before) for one in idle} == {("idle", NOW + timedelta(hours=24))}
    last = idle[-1].event
    assert isinstance(last, ChatConversationIdle)
    assert last.last_sequence == outcome.state.sequence
