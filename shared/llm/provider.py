"""One call of one model: by litellm, without its retries, fallbacks or accounts."""

import asyncio
from typing import Any, Protocol

from shared.llm.access import access_of
from shared.llm.answer import ModelAnswer, OnDelta, TextDelta, Usage
from shared.llm.arranging import arranged
from shared.llm.assembling import Assembly
from shared.llm.errors import ModelError, ModelTimeoutError
from shared.llm.loading import Library
from shared.llm.prices import Price, prompt_tokens, tokens_of
from shared.llm.request import ModelRequest
from shared.llm.translating import translated
from shared.settings import settings

_MICROS_PER_MILLION = 1e12
"""A dollar a token, in millionths of a dollar for a million tokens."""


class Provider(Protocol):
    """Calls models once each."""

    @property
    def ready(self) -> bool:
        """Whether it can."""
        ...

    def price(self, model: str) -> Price:
        """Return what a model costs; zero where nobody knows."""
        ...

    async def attempt(
        self, model: str, request: ModelRequest, seconds: float, on_delta: OnDelta | None
    ) -> ModelAnswer:
        """Call a model once; its answer has no cost yet.

        Raises:
            ModelError: it gave no usable answer within these seconds.
        """
        ...


class LiteLlm:
    """Any provider litellm knows."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._prices: dict[str, Price] = {}

    @property
    def ready(self) -> bool:
        """Whether litellm is loaded."""
        return self._library.ready

    def price(self, model: str) -> Price:
        """Return a model's price as litellm's own list has it."""
        if model not in self._prices:
            self._prices[model] = self._listed(model)
        return self._prices[model]

    async def attempt(
        self, model: str, request: ModelRequest, seconds: float, on_delta: OnDelta | None
    ) -> ModelAnswer:
        """See `Provider`."""
        call: dict[str, object] = {
            "model": model,
            **arranged(request, model),
            **access_of(model, settings()),
            "timeout": seconds,
            "num_retries": 0,
            "max_retries": 0,
        }
        assembly = Assembly()
        try:
            async with asyncio.timeout(seconds):
                if on_delta is None:
                    assembly.add((await self._library.module.acompletion(**call)).model_dump())
                else:
                    await self._stream(call, assembly, on_delta)
            return assembly.finished(model)
        except Exception as error:
            ours = error if isinstance(error, ModelError) else translated(error)
            if assembly.usage is None and (assembly.text or isinstance(ours, ModelTimeoutError)):
                ours.spent = _guessed(request, assembly.text)
            if ours is error:
                raise
            raise ours from error

    async def _stream(self, call: dict[str, object], assembly: Assembly, on_delta: OnDelta) -> None:
        stream: Any = await self._library.module.acompletion(
            **call, stream=True, stream_options={"include_usage": True}
        )
        try:
            async for chunk in stream:
                if words := assembly.add(chunk.model_dump()):
                    await on_delta(TextDelta(words))
        finally:
            await stream.aclose()
        if stream.received_finish_reason is None:
            assembly.finish = None  # litellm makes one up for a stream that just ended

    def _listed(self, model: str) -> Price:
        try:
            listed: Any = self._library.module.get_model_info(model)
        except Exception:  # noqa: BLE001 - litellm raises a plain one for a model it does not list
            return Price()

        def each(name: str, otherwise: int = 0) -> int:
            dollars = listed.get(name)
            return otherwise if dollars is None else round(dollars * _MICROS_PER_MILLION)

        prompt = each("input_cost_per_token")
        return Price(
            prompt=prompt,
            cached=each("cache_read_input_token_cost", prompt),
            cache_write=each("cache_creation_input_token_cost", prompt),
            completion=each("output_cost_per_token"),
        )


def _guessed(request: ModelRequest, text: str) -> Usage:
    """Return what was probably paid for an answer that broke off."""
    return Usage(prompt_tokens=prompt_tokens(request), completion_tokens=tokens_of(text))
