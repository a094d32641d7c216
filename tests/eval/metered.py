"""A model that is watched: what it said, how long it took, what it cost."""

import time
from dataclasses import dataclass, field

from shared.llm.answer import ModelAnswer, OnDelta
from shared.llm.errors import ModelError
from shared.llm.model import Model
from shared.llm.request import ModelRequest


@dataclass(frozen=True)
class Thought:
    """One answer; none where the model failed."""

    request: ModelRequest
    answer: ModelAnswer | None
    seconds: float


@dataclass
class MeteredModel:
    """Passes everything to another model and keeps notes.

    Attributes:
        model: the other one.
        thoughts: so far.
    """

    model: Model
    thoughts: list[Thought] = field(default_factory=list[Thought])

    @property
    def configured(self) -> bool:
        """Whether the other one is."""
        return self.model.configured

    @property
    def ready(self) -> bool:
        """Whether the other one is."""
        return self.model.ready

    async def complete(self, request: ModelRequest, on_delta: OnDelta | None = None) -> ModelAnswer:
        """Return the other one's answer."""
        began = time.perf_counter()
        try:
            answer = await self.model.complete(request, on_delta)
        except ModelError:
            self.thoughts.append(Thought(request, None, time.perf_counter() - began))
            raise
        self.thoughts.append(Thought(request, answer, time.perf_counter() - began))
        return answer
