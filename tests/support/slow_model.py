"""A model that one waits for."""

import asyncio

from shared.llm.answer import ModelAnswer, OnDelta
from shared.llm.request import ModelRequest


class Slow:
    """A model whose first answer comes when it is let go."""

    configured = ready = True

    def __init__(self, *answers: ModelAnswer) -> None:
        self.answers = list(answers)
        self.asked = 0
        self.go = asyncio.Event()
        self.begun = asyncio.Event()

    async def complete(self, request: ModelRequest, on_delta: OnDelta | None = None) -> ModelAnswer:
        del request, on_delta
        self.asked += 1
        mine = self.asked
        if mine == 1:
            self.begun.set()
            await self.go.wait()
        return self.answers[mine - 1]
