"""Requests and models for the tests of models."""

from shared.llm.answer import Delta
from shared.llm.request import Message, ModelRequest, Scope, ToolSpec

SEARCH = ToolSpec(
    name="search",
    description="Find products",
    parameters={"type": "object", "properties": {"text": {"type": "string"}}},
)
STOCK = ToolSpec(
    name="stock",
    description="Tell what is there",
    parameters={"type": "object", "properties": {"sku": {"type": "string"}}},
)


def request(text: str = "hi", **changes: object) -> ModelRequest:
    asked = ModelRequest(
        scope=Scope(brand="fashion", conversation="fashion|whatsapp|ana"),
        purpose="turn",
        prefix=("You are Luna.", "Returns within 30 days."),
        messages=(Message(role="user", text=text),),
    )
    return asked.model_copy(update=changes)


class Heard:
    """Keeps what a model says while it speaks."""

    def __init__(self) -> None:
        self.deltas: list[Delta] = []

    async def __call__(self, delta: Delta) -> None:
        self.deltas.append(delta)
