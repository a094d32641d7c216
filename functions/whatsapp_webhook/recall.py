"""What the door remembers in Redis: messages taken, and how many each shopper sent this minute.

Both only save work or hold back a flood: without Redis everything is let in, and the functions
behind know each event by its id.
"""

import time
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from shared.log import log

if TYPE_CHECKING:
    from redis.asyncio import Redis

TAKEN_FOR: Final = timedelta(days=8)
"""Meta repeats a webhook for up to 7 days."""
PAUSE_SECONDS: Final = 5
"""How long Redis is left alone after it failed, so that it does not slow each webhook."""

T = TypeVar("T")


class Recall:
    """The door's memory; `redis` None remembers nothing."""

    def __init__(self, redis: "Redis | None") -> None:
        self._redis = redis
        self._paused_until = 0.0

    async def taken(self, keys: Sequence[str]) -> frozenset[str]:
        """Return which of `keys` were taken before."""
        redis = self._redis
        if redis is None or not keys:
            return frozenset()
        values = await self._tried(redis.mget([_taken_key(key) for key in keys]), None)
        found: Sequence[object] = values or ()
        return frozenset(key for key, value in zip(keys, found, strict=False) if value is not None)

    async def take(self, keys: Sequence[str]) -> None:
        """Remember that `keys` were taken."""
        if self._redis is None or not keys:
            return
        pipe = self._redis.pipeline(transaction=False)
        for key in keys:
            pipe.set(_taken_key(key), "1", ex=TAKEN_FOR)
        await self._tried(pipe.execute(), None)

    async def count(self, shopper: str, now: datetime) -> int:
        """Count one more message of a shopper; return how many came in this minute."""
        if self._redis is None:
            return 0
        key = f"door:rate:{shopper}:{now:%Y%m%d%H%M}"
        pipe = self._redis.pipeline(transaction=False)
        pipe.incr(key)
        pipe.expire(key, 120)
        counted = await self._tried(pipe.execute(), None)
        return int(counted[0]) if counted else 0

    async def _tried(self, work: Awaitable[T], otherwise: T | None) -> T | None:
        from redis.exceptions import RedisError

        if time.monotonic() < self._paused_until:
            _drop(work)
            return otherwise
        try:
            return await work
        except (RedisError, OSError, TimeoutError) as error:
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            log().warning("redis.unavailable", error=type(error).__name__)
            return otherwise


def _drop(work: Awaitable[object]) -> None:
    """End work that was never started."""
    close = getattr(work, "close", None)
    if close is not None:
        close()


def _taken_key(key: str) -> str:
    return f"door:taken:{key}"
