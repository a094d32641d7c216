"""What a model answers: whole, and piece by piece while it still speaks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from shared.llm.request import Message, ToolUse
from shared.models.wire import WireModel

FinishReason = Literal["stop", "tool_calls", "length"]


class Usage(WireModel):
    """Tokens of a call."""

    prompt_tokens: int = 0
    """All of the prompt, what came from a cache and what went into one included."""
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    completion_tokens: int = 0

    @property
    def total_tokens(self) -> int:
        """Prompt and answer."""
        return self.prompt_tokens + self.completion_tokens

    def plus(self, other: "Usage") -> "Usage":
        """Return the sum."""
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            cache_write_tokens=self.cache_write_tokens + other.cache_write_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
        )


class ModelAnswer(WireModel):
    """A finished answer."""

    text: str = ""
    tool_uses: tuple[ToolUse, ...] = ()
    usage: Usage = Usage()
    cost_micros: int = 0
    """In millionths of a US dollar; 0 where the model's price is not known."""
    model: str
    finish_reason: FinishReason

    def as_message(self) -> Message:
        """Return the answer as the next request repeats it."""
        return Message(role="assistant", text=self.text, tool_uses=self.tool_uses)


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next words of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """Forget the words so far: another model starts the answer anew."""


Delta = TextDelta | Restarted
OnDelta = Callable[[Delta], Awaitable[None]]
