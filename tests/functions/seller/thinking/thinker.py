"""A shopper whose seller thinks with a scripted model, over the scripted shop."""

from dataclasses import dataclass, field
from datetime import timedelta

from functions.seller.steps import Ask, CallTools, PlannerInput, Step
from functions.seller.thinking.think import Thinking, think
from shared.conversation.turn import Turn
from shared.events.sales import TranscriptLine
from shared.llm.answer import ModelAnswer
from shared.llm.request import ModelRequest
from tests.functions.seller.goods import BRAND
from tests.functions.seller.shopper import Shopper, check_limits

LINKS = frozenset({"https://shop.example/"})
OTHERS = frozenset({"Max", "Agent Store Tech"})


@dataclass
class Thinker(Shopper):
    """Keeps what the turn's log would keep: the model's answers of the running turn."""

    script: list[ModelAnswer] = field(default_factory=list[ModelAnswer])
    requests: list[ModelRequest] = field(default_factory=list[ModelRequest])
    transcript: list[TranscriptLine] = field(default_factory=list[TranscriptLine])
    thoughts: tuple[ModelAnswer, ...] = ()
    gives_up_after: int | None = None

    def run(self, turn: Turn) -> str:
        self.thoughts = ()
        said = super().run(turn)
        if turn.message:
            self.transcript.append(TranscriptLine(sender="customer", text=turn.message.text))
        self.transcript.append(TranscriptLine(sender="bot", text=said))
        return said

    def step(self, turn: Turn) -> Step:
        self.now += timedelta(seconds=1)
        given = PlannerInput(
            conversation="fashion|whatsapp|c1", brand=BRAND, turn=turn, dialogue=self.dialogue,
            customer_id="c1", profile_name=self.profile_name, now=self.now, channel=self.channel,
            preferences=self.preferences, handed_back_summary=self.handed_back_summary,
        )  # fmt: skip
        while True:
            gave_up = self.gives_up_after is not None and len(self.thoughts) >= self.gives_up_after
            about = Thinking(given, tuple(self.transcript), self.thoughts, gave_up, LINKS, OTHERS)
            step = think(about)
            assert think(about) == step, "the same log gave another step"
            if not isinstance(step, Ask):
                break
            self.requests.append(step.request)
            self.thoughts = (*self.thoughts, self.script.pop(0))
        if not isinstance(step, CallTools) and step.answer is not None:
            check_limits(step.answer)
        return step
