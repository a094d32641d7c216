"""The model of a brand: its models in order, each behind its breaker, paid from its budgets."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from shared.llm.answer import Delta, ModelAnswer, OnDelta, Restarted
from shared.llm.breakers import Breakers
from shared.llm.errors import ModelError, ModelTimeoutError, NotReadyError, OverBudgetError
from shared.llm.fallback import attempt_seconds
from shared.llm.limits import DailyLimits
from shared.llm.prices import Amount, amount_of, most
from shared.llm.provider import Provider
from shared.llm.request import PLACES, ModelRequest
from shared.llm.spending import Spending
from shared.log import hashed, log


@dataclass
class Listener:
    """Who hears the words as they come. When they can't be told, the answer goes on without."""

    on_delta: OnDelta
    spoken: bool = False
    _is_gone: bool = False

    async def hear(self, delta: Delta) -> None:
        """Pass words on."""
        if self._is_gone:
            return
        self.spoken = True
        try:
            await self.on_delta(delta)
        except Exception:  # noqa: BLE001 - the answer is paid for and comes as a whole, too
            self._is_gone = True
            log().exception("model.nobody_listens")

    async def begin(self) -> None:
        """Take back what a model said that did not finish."""
        if self.spoken:
            await self.hear(Restarted())
            self.spoken = False


@dataclass
class ModelChain:
    """A brand's model.

    Attributes:
        models: by preference; none: not configured.
        provider: makes the calls.
        breakers: shared by all pods.
        spending: the accounts.
        limits: of this brand.
        temperature: where a request names none.
    """

    models: tuple[str, ...]
    provider: Provider
    breakers: Breakers
    spending: Spending
    limits: DailyLimits
    temperature: float | None = None
    clock: Callable[[], float] = field(default=time.monotonic)

    @property
    def configured(self) -> bool:
        """Whether there is a model."""
        return bool(self.models)

    @property
    def ready(self) -> bool:
        """Whether its client is loaded."""
        return self.configured and self.provider.ready

    async def complete(self, request: ModelRequest, on_delta: OnDelta | None = None) -> ModelAnswer:
        """Return the answer of the first model that gives one; see `Model`."""
        if not self.ready:
            raise NotReadyError("loading" if self.configured else "not configured")
        if request.temperature is None:
            request = request.model_copy(update={"temperature": self.temperature})
        deadline = self.clock() + request.timeout_seconds
        listener = Listener(on_delta) if on_delta else None
        last: ModelError = NotReadyError("every model rests")
        for position, model in enumerate(self.models):
            left = deadline - self.clock()
            seconds = attempt_seconds(left, len(self.models) - position - 1)
            if seconds is None:
                raise ModelTimeoutError("no time left") from last
            if not await self.breakers.admits(model):
                continue
            try:
                return await self._attempt(model, request, seconds, listener)
            except ModelError as error:
                if not error.moves_on:
                    raise
                last = error
        raise last

    async def _attempt(
        self, model: str, request: ModelRequest, seconds: float, listener: Listener | None
    ) -> ModelAnswer:
        price = self.provider.price(model)
        try:
            reserved = await self.spending.reserve(
                request.scope, request.purpose, most(request, price), self.limits
            )
        except OverBudgetError as error:
            await self.breakers.rested(model)
            _tell(request, model, error, 0)
            raise
        if listener:
            await listener.begin()
        started = self.clock()
        try:
            hear = listener.hear if listener else None
            answer = await self.provider.attempt(model, request, seconds, hear)
        except ModelError as error:
            await self.spending.settle(reserved, amount_of(error.spent, price))
            if error.counts:
                await self.breakers.failed(model, error.retry_after_seconds)
            else:
                await self.breakers.rested(model)
            _tell(request, model, error, self.clock() - started)
            raise
        spent = amount_of(answer.usage, price)
        await self.spending.settle(reserved, spent)
        await self.breakers.succeeded(model)
        _tell(request, model, answer, self.clock() - started, spent)
        return answer.model_copy(update={"cost_micros": spent.cost_micros})


def _tell(
    request: ModelRequest,
    model: str,
    outcome: ModelAnswer | ModelError,
    seconds: float,
    spent: Amount | None = None,
) -> None:
    """Log how a call ended: figures and hashed ids, not a word of what was said."""
    told = {
        "model": model,
        "purpose": request.purpose,
        "place": PLACES[request.purpose],
        "brand": request.scope.brand,
        "conversation": hashed(request.scope.conversation) if request.scope.conversation else None,
        "duration_ms": round(seconds * 1000),
    }
    if isinstance(outcome, ModelError):
        failure = {"kind": outcome.kind, "status": outcome.status, "detail": outcome.detail}
        log().warning("model.failed", **failure, **told)
        return
    log().info(
        "model.answered",
        finish=outcome.finish_reason,
        tools=len(outcome.tool_uses),
        prompt_tokens=outcome.usage.prompt_tokens,
        cached_tokens=outcome.usage.cached_tokens,
        completion_tokens=outcome.usage.completion_tokens,
        cost_micros=spent.cost_micros if spent else 0,
        **told,
    )
