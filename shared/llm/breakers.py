"""The breakers of all models, shared by all pods through Redis.

Without Redis, or while it does not answer, each process keeps its own.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from shared.llm.breaker import Breaker, admitted, failed, rested, succeeded
from shared.log import log
from shared.patience import in_time

if TYPE_CHECKING:
    from redis.asyncio import Redis

Decide = Callable[[Breaker], Breaker | None]

ANSWER_SECONDS: Final = 0.25
"""A shopper waits for this."""
PAUSE_SECONDS: Final = 5.0
"""How long Redis is not asked again after it did not answer."""
TRIES: Final = 5
REMEMBERED_MS: Final = 600_000
"""Failures longer ago than this do not add up."""

_REPLACE: Final = """
local current = redis.call('GET', KEYS[1]) or ''
if current ~= ARGV[1] then return current end
if ARGV[2] == '' then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return false
"""
"""Writes what was decided, unless another pod wrote since: then it returns what that one wrote."""


class Breakers:
    """Tells which models may be called, and is told how calls ended.

    Args:
        redis: the client, None where the environment names no Redis.
        now: the clock.
    """

    def __init__(self, redis: "Redis | None", now: Callable[[], datetime]) -> None:
        self._redis: Any = redis
        self._now = now
        self._own: dict[str, Breaker] = {}
        self._asked_again_at = 0.0

    async def admits(self, model: str) -> bool:
        """Tell whether a call may go to the model; one that may has to be reported back."""
        return await self._change(model, lambda one: admitted(one, self._now())) is not None

    async def failed(self, model: str, rest_seconds: float | None = None) -> None:
        """Note a failure; the provider may have asked for a rest."""
        rest = timedelta(seconds=rest_seconds) if rest_seconds else None
        after = await self._change(model, lambda one: failed(one, self._now(), rest))
        if after is not None and after.open_until is not None:
            log().warning("model.resting", model=model, until=after.open_until.isoformat())

    async def succeeded(self, model: str) -> None:
        """Note that the model answered."""
        await self._change(model, lambda _: succeeded())

    async def rested(self, model: str) -> None:
        """Note that a call ended without telling anything about the model."""
        await self._change(model, rested)

    async def _change(self, model: str, decide: Decide) -> Breaker | None:
        if self._redis is not None and time.monotonic() >= self._asked_again_at:
            try:
                return await in_time(self._change_shared(model, decide), ANSWER_SECONDS)
            except OSError as error:  # redis' own errors arrive as one, a TimeoutError is one
                self._asked_again_at = time.monotonic() + PAUSE_SECONDS
                log().warning("breaker.not_shared", reason=str(error))
        after = decide(self._own.get(model, Breaker()))
        if after is not None:
            self._own[model] = after
        return after

    async def _change_shared(self, model: str, decide: Decide) -> Breaker | None:
        from redis.exceptions import RedisError

        key = f"llm:breaker:{model}"
        try:
            current: str = await self._redis.get(key) or ""
            for _ in range(TRIES):
                before = _read(current)
                after = decide(before)
                if after is None or after == before:
                    break
                text = "" if after.is_clean else after.model_dump_json()
                newer = await self._redis.eval(_REPLACE, 1, key, current, text, REMEMBERED_MS)
                if newer is None:
                    break
                current = newer
            else:
                return None  # a model that so many report on at once can wait for this one
        except RedisError as error:
            raise OSError(type(error).__name__) from error
        self._own[model] = after or before
        return after


def _read(text: str) -> Breaker:
    try:
        return Breaker.model_validate_json(text) if text else Breaker()
    except ValidationError:
        return Breaker()
