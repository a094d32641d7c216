"""Models that say what they were told to: for tests, and to evaluate on recorded answers."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Self

from shared.llm.answer import ModelAnswer, OnDelta, TextDelta
from shared.llm.errors import ModelError, NotReadyError
from shared.llm.model import Model
from shared.llm.request import ModelRequest, ToolUse

Line = ModelAnswer | ModelError | Callable[[ModelRequest], ModelAnswer]


class ScriptEndedError(AssertionError):
    """The model was asked more often than its script, or its recording, has answers."""


class ScriptedModel:
    """Gives the answers of a script, in order; a function among them sees the request.

    Attributes:
        requests: what it was asked so far.
        configured: as in `Model`.
        ready: as in `Model`.
    """

    def __init__(self, script: Iterable[Line] = ()) -> None:
        self._script = list(script)
        self.requests: list[ModelRequest] = []
        self.configured = True
        self.ready = True

    async def complete(self, request: ModelRequest, on_delta: OnDelta | None = None) -> ModelAnswer:
        """Return the next answer of the script, word by word to whoever listens."""
        if not self.ready:
            raise NotReadyError
        if len(self.requests) >= len(self._script):
            raise ScriptEndedError(f"asked {len(self.requests) + 1} times")
        line = self._script[len(self.requests)]
        self.requests.append(request)
        if isinstance(line, ModelError):
            raise line
        answer = line if isinstance(line, ModelAnswer) else line(request)
        await speak(answer, on_delta)
        return answer


class RecordedModel:
    """Gives the answer that was recorded for the same request."""

    configured = True
    ready = True

    def __init__(self, answers: dict[str, ModelAnswer]) -> None:
        self._answers = answers

    @classmethod
    def of(cls, lines: Iterable[str]) -> Self:
        """Return the model of a recording: lines of JSON, see `recorded`."""
        read = [json.loads(line) for line in lines if line.strip()]
        return cls({one["fingerprint"]: ModelAnswer.model_validate(one["answer"]) for one in read})

    async def complete(self, request: ModelRequest, on_delta: OnDelta | None = None) -> ModelAnswer:
        """Return the answer recorded for this request."""
        answer = self._answers.get(request.fingerprint())
        if answer is None:
            raise ScriptEndedError("nothing was recorded for this request")
        await speak(answer, on_delta)
        return answer


class RecordingModel:
    """Passes everything to another model and keeps its answers, for a `RecordedModel`."""

    def __init__(self, model: Model, keep: Callable[[str], object]) -> None:
        self._model = model
        self._keep = keep

    @property
    def configured(self) -> bool:
        """Whether the other one is."""
        return self._model.configured

    @property
    def ready(self) -> bool:
        """Whether the other one is."""
        return self._model.ready

    async def complete(self, request: ModelRequest, on_delta: OnDelta | None = None) -> ModelAnswer:
        """Return the other one's answer."""
        answer = await self._model.complete(request, on_delta)
        self._keep(recorded(request, answer))
        return answer


def recorded(request: ModelRequest, answer: ModelAnswer) -> str:
    """Return the line of a recording."""
    return json.dumps({"fingerprint": request.fingerprint(), "answer": answer.wire()})


def says(text: str) -> ModelAnswer:
    """Return an answer in words."""
    return ModelAnswer(text=text, model="scripted", finish_reason="stop")


def calls(*uses: tuple[str, Mapping[str, object]]) -> ModelAnswer:
    """Return an answer that asks for tools: pairs of name and arguments."""
    return ModelAnswer(
        tool_uses=tuple(
            ToolUse(id=f"use_{number}", name=name, arguments=json.dumps(arguments))
            for number, (name, arguments) in enumerate(uses, start=1)
        ),
        model="scripted",
        finish_reason="tool_calls",
    )


async def speak(answer: ModelAnswer, on_delta: OnDelta | None) -> None:
    """Tell the words of an answer one by one."""
    if on_delta:
        for word in answer.text.split(" "):
            await on_delta(TextDelta(word + " "))
