"""The one interface to language models."""

from typing import Protocol

from shared.llm.answer import ModelAnswer, OnDelta
from shared.llm.request import ModelRequest


class Model(Protocol):
    """Answers requests; scripted in tests, a provider in a shop."""

    @property
    def configured(self) -> bool:
        """Whether the shop has a model at all."""
        ...

    @property
    def ready(self) -> bool:
        """Whether it could answer now; until then, and whenever it can't, the rules answer."""
        ...

    async def complete(self, request: ModelRequest, on_delta: OnDelta | None = None) -> ModelAnswer:
        """Return the model's answer.

        Args:
            request: what to answer.
            on_delta: is told the words as they come; without it the answer is not streamed.

        Raises:
            ModelError: there is none; the subclass says why.
        """
        ...
