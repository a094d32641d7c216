"""One step of a turn that a model thinks about. Pure: the same log always gives the same step.

The log is the turn (calls and results) and the model's answers so far. What the model said is
walked through from the start; where it ends, the next thing is asked of the model or of the tools,
or the turn ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from functions.seller.planner.stated import entries, stated_signal
from functions.seller.steps import Ask, CallTools, PlannerInput, Step
from functions.seller.thinking.allowed import allowed_tools, needs_thought
from functions.seller.thinking.catalogue import specs
from functions.seller.thinking.context import LINES, opening, prefix_of, words
from functions.seller.thinking.delegating import by_rules, renumbered
from functions.seller.thinking.mapping import Asked, Flow, Meant, Noted, Wrong, meant
from functions.seller.thinking.replying import marked, reply
from functions.seller.thinking.results import told
from shared.conversation.turn import MAX_STEPS, ToolCall
from shared.events.event import Event
from shared.events.sales import TranscriptLine
from shared.grounds.checking import Grounds
from shared.grounds.facts import Facts
from shared.grounds.learning import known_before, learned
from shared.grounds.output import Guard, plain, without
from shared.grounds.problem import Problem
from shared.llm.answer import ModelAnswer
from shared.llm.request import Message, ModelRequest, Scope, ToolUse
from shared.llm.structured import repair_text
from shared.models.memory import Correction, Signal

MAX_THOUGHTS: Final = 6
"""Answers of a model in one turn; then the rules end it."""
MAX_CALLS: Final = 12
"""Tool calls of a model in one turn."""
MAX_REPAIRS: Final = 1
"""How often a model is told that it was wrong, in one turn."""
ANSWER_TOKENS: Final = 700


@dataclass(frozen=True, slots=True)
class Thinking:
    """What a step is thought from.

    Attributes:
        given: as for the rules.
        transcript: what was said before this turn, oldest first.
        thoughts: the model's answers in this turn, in order; part of the turn's log.
        gave_up: no model answers any more in this turn: the rules end it. Part of the log, too.
        links: addresses that may be given: pages of the shop.
        other_names: of other brands and their sellers.
    """

    given: PlannerInput
    transcript: Sequence[TranscriptLine] = ()
    thoughts: tuple[ModelAnswer, ...] = ()
    gave_up: bool = False
    links: frozenset[str] = frozenset()
    other_names: frozenset[str] = frozenset()


def think(about: Thinking) -> Ask | Step:
    """Return the next step of a turn, or what a model must be asked first."""
    given = about.given
    if given.turn.is_waiting:
        return CallTools(calls=(), dialogue=given.dialogue)
    if not needs_thought(given) and not about.thoughts:
        return by_rules(given)
    told = tuple(line.text for line in about.transcript[-LINES:] if line.sender == "bot")
    facts = known_before(given.brand, given.dialogue, told, given.turn.started_at)
    walk = _Walk(about, facts, list(opening(given, about.transcript)))
    for thought in about.thoughts:
        step = walk.past(thought)
        if step is not None:
            return step
    over = len(about.thoughts) >= MAX_THOUGHTS or given.turn.steps >= MAX_STEPS - 1
    if about.gave_up or over:
        return by_rules(given, walk.made)
    return Ask(request=_request(about, walk.messages), grounds=walk.grounds())


@dataclass
class _Walk:
    """Through what the model said and the tools answered."""

    about: Thinking
    facts: Facts
    messages: list[Message]
    made: int = 0
    """Calls of the turn's log that the model's answers so far account for."""
    repairs: int = 0
    noted: list[Noted] = field(default_factory=list[Noted])

    def past(self, thought: ModelAnswer) -> Step | None:
        """Go past an answer of the model; return the step it leads to, None if it is done."""
        self.messages.append(thought.as_message())
        if not thought.tool_uses:
            return self._said(thought)
        given = self.about.given
        allowed = allowed_tools(given.turn.understanding)
        uses = [(use, meant(use, given, allowed, self.facts)) for use in thought.tool_uses]
        flow = next((one for _, one in uses if isinstance(one, Flow)), None)
        if flow is not None:
            return by_rules(given, self.made, flow)
        wrong = any(isinstance(one, Wrong) for _, one in uses)
        self.repairs += wrong
        events = [one.event for _, one in uses if isinstance(one, Asked)]
        if self.repairs > MAX_REPAIRS or self.made + len(events) > MAX_CALLS:
            return by_rules(given, self.made)
        logged = given.turn.calls[self.made : self.made + len(events)]
        if not logged and events:
            return CallTools(calls=self._calls(events), dialogue=given.dialogue)
        if [call.event_type for call in logged] != [event.type for event in events]:
            return by_rules(given, self.made)  # another version began this turn: they apologise
        self._tell(uses, logged)
        return None

    def _calls(self, events: list[Event]) -> tuple[ToolCall, ...]:
        given = self.about.given
        return renumbered(given, tuple(ToolCall.of("", event) for event in events))

    def _tell(self, uses: list[tuple[ToolUse, Meant]], logged: tuple[ToolCall, ...]) -> None:
        """Tell the model what became of each of its calls."""
        given = self.about.given
        language = given.dialogue.language or given.brand.language
        results = {result.call_id: result.event for result in given.turn.results}
        answered = iter(logged)
        for use, one in uses:
            match one:
                case Asked():
                    result = results[next(answered).call_id]
                    self.facts = learned(self.facts, result, language)
                    text = told(result, language)
                case Wrong():
                    text = repair_text(one.problems)
                case _:
                    text = "noted"
                    if isinstance(one, Noted):
                        self.noted.append(one)
            self.messages.append(Message(role="tool", text=text, tool_use_id=use.id))
        self.made += len(logged)

    def _said(self, thought: ModelAnswer) -> Step | None:
        given = self.about.given
        text, shown = marked(plain(thought.text), self.facts)
        problems = self.grounds().problems(text)
        if problems and self.repairs < MAX_REPAIRS:
            self.repairs += 1
            self.messages.append(Message(role="user", text=_again(problems)))
            return None
        text = without(text, problems)
        if not text:
            return by_rules(given, self.made)
        told = _told_of_themselves(self.noted, given)
        return reply(given, text, shown, self.facts.cart, *told)

    def grounds(self) -> Grounds:
        """Return what the model's next words are checked against."""
        given = self.about.given
        guard = Guard(
            links=self.about.links | self.facts.links,
            other_names=self.about.other_names,
            instructions=prefix_of(given.brand),
            public=self.facts.texts,
            said=given.turn.message.text if given.turn.message else "",
        )
        return Grounds(self.facts, guard)


def _request(about: Thinking, messages: list[Message]) -> ModelRequest:
    given = about.given
    return ModelRequest(
        scope=Scope(brand=given.brand.id, conversation=given.conversation),
        purpose="turn",
        prefix=prefix_of(given.brand),
        messages=tuple(messages),
        tools=specs(allowed_tools(given.turn.understanding)),
        max_tokens=ANSWER_TOKENS,
    )


def _again(problems: tuple[Problem, ...]) -> str:
    lines = "\n".join(f"- {problem.said}" for problem in problems)
    return words("again").replace("{problems}", lines)


def _told_of_themselves(
    noted: Sequence[Noted], given: PlannerInput
) -> tuple[tuple[Signal, ...], Correction | None]:
    """Return what memory is to learn, and what it is to correct."""
    liked = [one.trait for one in noted if one.how == "liked"]
    signals = (stated_signal(liked, given.turn.started_at),) if liked else ()
    correction = Correction(
        forget=entries(one.trait for one in noted if one.how == "forgotten"),
        disliked=entries(one.trait for one in noted if one.how == "disliked"),
    )
    return signals, correction if correction != Correction() else None
