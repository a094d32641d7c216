"""A shopper who talks to the seller over the scripted shop, one whole turn at a time."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from functions.seller.planner.rules import next_step
from functions.seller.steps import CallTools, Channel, HandOff, PlannerInput, Reply, Step
from shared.conversation.dialogue import Dialogue
from shared.conversation.reading import nlu_context
from shared.conversation.turn import MAX_STEPS, News, ToolResult, Turn
from shared.events.event import Event
from shared.models.memory import Preferences
from shared.models.message import ActionStyle, ActionTap, Answer, InboundMessage, MessageKind
from shared.nlu.context import ActionTap as NluTap
from shared.nlu.entities import Entities
from shared.nlu.intents import Intent
from shared.nlu.meaning import Understanding
from shared.nlu.understanding import understand
from shared.nlu.vocabulary import CategoryWords, Vocabulary
from tests.functions.seller.goods import BRAND, GOODS
from tests.functions.seller.tool_answers import Tools

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

VOCABULARY = Vocabulary(
    categories=tuple(
        CategoryWords(
            id=each.id,
            words={
                language: (each.name[language], *each.synonyms.get(language, ()))
                for language in each.name
            },
        )
        for each in BRAND.categories
    ),
    sizes=tuple(str(number) for number in range(34, 47)),
    manufacturers=("Velora",),
    titles=tuple(sorted({title for each in GOODS for title in each.title.values()})),
)


@dataclass
class Shopper:
    """Says, taps and sends; keeps what the conversation record would keep."""

    tools: Tools = field(default_factory=Tools)
    dialogue: Dialogue = field(default_factory=Dialogue)
    channel: Channel = "whatsapp"
    profile_name: str = "Ana Souza"
    locale: str = "en-US"
    preferences: Preferences | None = None
    handed_back_summary: str = ""
    now: datetime = START
    turns: int = 0
    asked: list[Event] = field(default_factory=list[Event])
    """Events of the tools called in the last turn."""
    last: Step | None = None

    def say(self, words: str, **message: object) -> str:
        return self.send(MessageKind.TEXT, text=words, **message)

    def tap(self, action_id: str) -> str:
        """Tap the first action whose id is, or begins with, this; an old one need not be shown."""
        shown = (
            self.last.answer.actions if isinstance(self.last, Reply) and self.last.answer else ()
        )
        found = next((each.id for each in shown if each.id.startswith(action_id)), action_id)
        return self.send(MessageKind.ACTION, action=ActionTap(id=found, title="tapped"))

    def send(self, kind: MessageKind, **fields: object) -> str:
        message = InboundMessage.model_validate({"id": f"m{self.turns}", "kind": kind, **fields})
        words = message.action
        context = nlu_context(self.dialogue, BRAND, message).model_copy(
            update={"has_media": kind not in (MessageKind.TEXT, MessageKind.ACTION)}
        )
        understood = understand(
            message.text,
            context=context,
            vocabulary=VOCABULARY,
            locale_prior=self.locale,
            action=NluTap(id=words.id, title=words.title) if words else None,
        )
        return self.run(
            self._turn().model_copy(update={"message": message, "understanding": understood})
        )

    def mean(self, intent: Intent, words: str = "…", **said: object) -> str:
        """Say something whose meaning is given, however it would be understood."""
        meaning = Understanding(
            language=self.dialogue.language or "en",
            language_confidence=1.0,
            intent=intent,
            confidence=0.9,
            entities=Entities.model_validate(said),
        )
        message = InboundMessage(id=f"m{self.turns}", kind=MessageKind.TEXT, text=words)
        return self.run(
            self._turn().model_copy(update={"message": message, "understanding": meaning})
        )

    def hear(self, event: Event) -> str:
        """Let the seller tell news."""
        return self.run(self._turn().model_copy(update={"kind": "news", "news": News.of(event)}))

    def run(self, turn: Turn) -> str:
        """Run a turn to its end, answering its tools; return what was said, or nothing."""
        self.asked = []
        self.tools.language = self.dialogue.language or "en"
        for _ in range(MAX_STEPS + 1):
            step = self.step(turn)
            if not isinstance(step, CallTools):
                self.last, self.dialogue = step, step.dialogue
                self.turns += 1
                return step.answer.message if step.answer else ""
            assert step.calls, "a turn that waits for nothing must go on"
            turn = turn.called(step.calls)
            for call in step.calls:
                self.asked.append(call.event)
                turn = turn.answered(
                    ToolResult.of(call.call_id, self.tools.answer(call.event, self.now))
                )
            turn = Turn.model_validate(turn.wire())
        raise AssertionError("the turn never ended")

    def step(self, turn: Turn) -> Step:
        self.now += timedelta(seconds=1)
        given = PlannerInput(
            conversation="fashion|whatsapp|c1", brand=BRAND, turn=turn, dialogue=self.dialogue,
            customer_id="c1", profile_name=self.profile_name, now=self.now, channel=self.channel,
            preferences=self.preferences, handed_back_summary=self.handed_back_summary,
        )  # fmt: skip
        step = next_step(given)
        assert next_step(given.model_copy(update={"now": self.now + timedelta(hours=1)})) == step
        assert Dialogue.model_validate(step.dialogue.wire()) == step.dialogue
        if not isinstance(step, CallTools) and step.answer is not None:
            check_limits(step.answer)
            assert "{" not in step.answer.message, "a placeholder was left"
        return step

    @property
    def answer(self) -> Answer:
        assert isinstance(self.last, Reply | HandOff)
        assert self.last.answer is not None
        return self.last.answer

    @property
    def reply(self) -> Reply:
        assert isinstance(self.last, Reply)
        return self.last

    @property
    def hand_off(self) -> HandOff:
        assert isinstance(self.last, HandOff)
        return self.last

    def ids(self) -> list[str]:
        """Return the ids that can be tapped now."""
        return [each.id for each in self.answer.actions]

    def _turn(self) -> Turn:
        return Turn(turn_id=f"t{self.turns}", started_at=self.now)


def check_limits(answer: Answer) -> None:
    """WhatsApp's limits, and no phrase left empty."""
    assert answer.message.strip()
    rows = [each for each in answer.actions if each.style == ActionStyle.ROW]
    buttons = [each for each in answer.actions if each.style == ActionStyle.REPLY]
    assert len(answer.message) <= (1024 if answer.actions else 4096)
    assert len(rows) <= 10
    assert not (rows and buttons), "a bubble has a list or buttons"
    assert len(buttons) <= 3
    assert all(0 < len(each.title) <= 20 for each in buttons)
    assert all(0 < len(each.title) <= 24 and len(each.description) <= 72 for each in rows)
    assert not rows or 0 < len(answer.list_button) <= 20
    assert len({each.id for each in answer.actions}) == len(answer.actions)
    assert all(len(each.id) <= 200 for each in answer.actions)
