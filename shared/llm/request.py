"""What a model is asked."""

import hashlib
from typing import Final, Literal

from pydantic import Field

from shared.models.wire import WireModel

JsonSchema = dict[str, object]

Purpose = Literal["turn", "intent", "summary", "suggestion", "memory"]
"""What a call is for, in figures and logs."""
Place = Literal["seller", "desk", "understanding", "memory"]
"""Who pays for a call: each place has a budget of its own within the brand's."""
PLACES: Final[dict[Purpose, Place]] = {
    "turn": "seller",
    "summary": "desk",
    "suggestion": "desk",
    "intent": "understanding",
    "memory": "memory",
}


class ToolUse(WireModel):
    """A model wants a tool called. `arguments` is JSON as the model wrote it: not to be trusted."""

    id: str
    name: str
    arguments: str


class Message(WireModel):
    """One message of the talk with the model.

    A tool's answer names its call in `tool_use_id`; an answer of the model repeats its calls.
    """

    role: Literal["user", "assistant", "tool"]
    text: str = ""
    tool_uses: tuple[ToolUse, ...] = ()
    tool_use_id: str | None = None


class ToolSpec(WireModel):
    """A tool that the model may ask for."""

    name: str = Field(pattern="^[a-z][a-z0-9_]{0,63}$")
    description: str
    parameters: JsonSchema


class OutputSchema(WireModel):
    """The JSON that the whole answer must be."""

    name: str
    schema_: JsonSchema


class Scope(WireModel):
    """Whose budget a call is paid from.

    `conversation` is the key of a conversation's record, empty where a call is for none; it leaves
    this package only as a hash.
    """

    brand: str
    conversation: str = ""


class ModelRequest(WireModel):
    """One call of a model.

    `prefix` is what stays the same from call to call (persona, policies, rules): it always goes
    first and in this order, so that providers find it in their caches. What changes belongs into
    `messages`.
    """

    scope: Scope
    purpose: Purpose
    prefix: tuple[str, ...] = ()
    messages: tuple[Message, ...]
    tools: tuple[ToolSpec, ...] = ()
    output: OutputSchema | None = None
    max_tokens: int = Field(default=800, gt=0)
    """Tokens of the answer at most."""
    timeout_seconds: float = Field(default=40.0, gt=0)
    """For everything: all models that are tried, and reading their streams."""
    temperature: float | None = None

    def fingerprint(self) -> str:
        """Return what this request has in common with those that ask exactly the same."""
        asked = self.model_dump_json(exclude={"scope", "timeout_seconds"})
        return hashlib.sha256(asked.encode()).hexdigest()
