"""Any order of what can happen to a conversation, with everything doubled: what always holds."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from hypothesis.strategies import sampled_from

from functions.seller.decide import on_message, on_news, on_turn_expired
from shared.conversation.handoff import agent_says, claim, close, end_idle, requeue
from shared.conversation.record import Outcome
from shared.conversation.state import ConversationState
from shared.events.chat import ChatConversationIdle, ChatResponse, ChatTurnExpired
from shared.function.outbox import entry_of
from shared.function.seal import Origin
from shared.models.message import Answer
from shared.nlu.intents import Intent
from tests.shared.conversation.talking import NOW, SEAT, answered, arrival, news
from tests.support.drive import KEY

WORDS = ("hello", "tool", "tool tool", "both", "silent", "person", "tool person", "tool silent")
AGENTS = ("ana", "bob")
OWNERS = {"automated": "seller", "queued": "queue", "agent": "agent", "closed": "seller"}


class Talk(RuleBasedStateMachine):
    """One thread between a shopper, the seller and two agents."""

    known = Bundle("known")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.count = 0
        self.version = 0
        self.messages: dict[str, dict[str, Any]] = {}
        self.responses: list[ChatResponse] = []
        self.timers: dict[str, dict[str, Any]] = {}
        self.waking: list[ChatTurnExpired] = []
        self.open: set[str] = set()
        """Messages to the seller that are neither answered nor left to people."""
        self.news: list[str] = []

    @initialize()
    def begin(self) -> None:
        first = on_message(None, arrival("m0", "hello"), SEAT, self.now)
        self.state = first.state
        self._kept(None, first)

    @rule(target=known, words=sampled_from(WORDS))
    def shopper_writes(self, words: str) -> str:
        self.count += 1
        message_id = f"m{self.count}"
        if self.state.owner == "seller" and "silent" not in words:
            self.open.add(message_id)
        self._keep(on_message(self.state, arrival(message_id, words), SEAT, self._tick()))
        return message_id

    @rule(target=known)
    def shopper_rates(self) -> str:
        self.count += 1
        message_id = f"m{self.count}"
        rating = arrival(message_id, "5", intent=Intent.RATE)
        self._keep(on_message(self.state, rating, SEAT, self._tick()), rating=True)
        return message_id

    @rule(message_id=known)
    def a_message_comes_again(self, message_id: str) -> None:
        outcome = on_message(self.state, arrival(message_id, "tool"), SEAT, self._tick())
        assert outcome.state is self.state
        assert (outcome.emits, outcome.inserts) == ((), ())

    @rule()
    def news_arrives(self) -> None:
        self.count += 1
        self.news.append(f"news n{self.count}")
        self._keep(on_news(self.state, news(f"n{self.count}"), SEAT, self._tick()))

    @precondition(lambda self: self.state.active_turn is not None)
    @rule(double=sampled_from((False, True)))
    def a_tool_answers(self, double: bool) -> None:  # noqa: FBT001 - a rule's argument
        turn = self.state.active_turn
        assert turn is not None
        done = {result.call_id for result in turn.results}
        call = next(call for call in turn.calls if call.call_id not in done)
        before = self.state
        self._keep(answered(before, call))
        if double and self.state.active_turn is not None:
            assert answered(self.state, call).state is self.state

    @precondition(lambda self: self.state.active_turn is not None)
    @rule()
    def the_turns_time_is_over(self) -> None:
        turn = self.state.active_turn
        assert turn is not None
        self._keep(on_turn_expired(self.state, turn.turn_id, SEAT, self._tick()))

    @rule()
    def an_old_deadline_fires(self) -> None:
        self._keep(on_turn_expired(self.state, "long ago", SEAT, self._tick()))

    @rule(agent=sampled_from(AGENTS))
    def an_agent_takes_over(self, agent: str) -> None:
        self._keep(claim(self.state, agent, agent.title(), self._tick()))

    @rule(agent=sampled_from(AGENTS))
    def an_agent_answers(self, agent: str) -> None:
        self._keep(agent_says(self.state, agent, Answer(message=f"by {agent}"), self._tick()))

    @rule()
    def an_agent_is_gone(self) -> None:
        self._keep(requeue(self.state, "gone", self._tick()))

    @rule(agent=sampled_from(AGENTS), reason=sampled_from(("resolved", "handed_back")))
    def an_agent_closes(self, agent: str, reason: str) -> None:
        self._keep(close(self.state, agent, reason, "summary", self._tick()))

    @rule()
    def a_day_passes(self) -> None:
        timer = self.timers.pop(f"{self.state.key}|idle", None)
        if timer is not None:
            self.now = max(self.now, timer["not_before"])
            event = ChatConversationIdle.model_validate(timer["envelope"]["data"])
            self._keep(end_idle(self.state, event.last_sequence, self.now))

    @invariant()
    def one_speaks(self) -> None:
        assert self.state.owner == OWNERS[self.state.status]
        assert (self.state.agent_id is not None) >= (self.state.owner == "agent")

    @invariant()
    def every_message_has_one_place(self) -> None:
        assert [one["sequence"] for one in self.messages.values()] == list(
            range(1, self.state.sequence + 1)
        )
        inbound = [
            one["message_id"] for one in self.messages.values() if one["sender"] == "customer"
        ]
        assert len(set(inbound)) == len(inbound) == len({one.split("|")[0] for one in inbound})

    @invariant()
    def a_turn_that_waits_is_looked_after(self) -> None:
        turn = self.state.active_turn
        if turn is not None:
            assert turn.is_waiting
            timer = self.timers[f"{self.state.key}|turn"]
            assert timer["envelope"]["data"]["turnId"] == turn.turn_id
        else:
            assert f"{self.state.key}|turn" not in self.timers
            assert not self.state.waiting or self.waking

    @invariant()
    def an_automated_conversation_will_end_by_silence(self) -> None:
        if self.state.status == "automated" and self.state.sequence:
            timer = self.timers[f"{self.state.key}|idle"]
            assert timer["envelope"]["data"]["lastSequence"] == self.state.sequence

    def teardown(self) -> None:
        """Let everything come to its end: each message was for somebody, each news told once."""
        while self.waking or self.state.active_turn is not None:
            if self.state.active_turn is not None:
                self.a_tool_answers(double=False)
            else:
                turn_id = self.waking.pop().turn_id
                self._keep(on_turn_expired(self.state, turn_id, SEAT, self._tick()))
        assert self.state.waiting == ()
        assert self.open == set()
        told = [one.answer.message for one in self.responses]
        assert sorted(one for one in told if one.startswith("news")) == sorted(self.news)
        answers = [one for one in told if one.startswith("answer")]
        assert len(answers) == len(set(answers))

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def _keep(self, outcome: Outcome, *, rating: bool = False) -> None:
        before, after = self.state, outcome.state
        if after is before:
            assert (outcome.emits, outcome.inserts, outcome.cancels) == ((), (), ())
            return
        if before.status == "closed" and not (rating and before.rating_asked):
            assert after.number == before.number + 1, "a closed conversation was changed"
        self._kept(before, outcome)

    def _kept(self, before: ConversationState | None, outcome: Outcome) -> None:
        self.state = outcome.state
        self.version += 1
        origin = Origin("/s", f"cause{self.version}", "c", "fashion", "whatsapp", 0, "", self.now)
        entry = entry_of(origin, "m", self.state.key, self.version, outcome, KEY)
        for insert in outcome.inserts:
            assert insert.document["_id"] not in self.messages
            self.messages[insert.document["_id"]] = insert.document
        for timer in entry["timers"]:
            self.timers[timer["_id"]] = timer
        for name in entry["cancels"]:
            self.timers.pop(name, None)
        if self.state.owner != "seller":
            self.open.clear()
        for emit in outcome.emits:
            if isinstance(emit.event, ChatResponse):
                self._said(before, emit.event)
            if isinstance(emit.event, ChatTurnExpired) and emit.not_before is None:
                self.waking.append(emit.event)

    def _said(self, before: ConversationState | None, response: ChatResponse) -> None:
        self.responses.append(response)
        self.open.discard(response.answer.message.removeprefix("answer to "))
        if response.sender == "bot":
            assert before is None or before.owner == "seller"
        if response.sender == "agent":
            assert before is not None
            assert before.owner == "agent"
            assert response.answer.message == f"by {before.agent_id}"
        assert response.sequence <= self.state.sequence


Talk.TestCase.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
TestTalk = Talk.TestCase
