"""The buckets of `pacing` in Redis, shared by all senders; without Redis nothing is held back.

WhatsApp refuses what is too fast, and such a refusal waits, so a lost bucket costs a retry.
"""

import time
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Final, cast

from functions.whatsapp_sender.pacing import Rate
from shared.log import log

if TYPE_CHECKING:
    from redis.asyncio import Redis

PAUSE_SECONDS: Final = 5

TAKE: Final = """
local now = tonumber(ARGV[1])
local base = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local full = base + tonumber(ARGV[2])
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000) + 1000)
return math.max(now, base - (tonumber(ARGV[3]) - 1) * tonumber(ARGV[2])) - now
"""
"""`pacing.take` in microseconds; returns how long to wait."""


class PaceKeeper:
    """Takes tokens from named buckets; `redis` None has all of them full."""

    def __init__(self, redis: "Redis | None") -> None:
        self._redis = redis
        self._script = redis.register_script(TAKE) if redis is not None else None
        self._paused_until = 0.0

    async def take(self, bucket: str, rate: Rate, now: float) -> float:
        """Take one token; return how many seconds to wait before sending."""
        from redis.exceptions import RedisError

        if self._script is None or time.monotonic() < self._paused_until:
            return 0.0
        arguments = [round(now * 1e6), round(rate.interval_seconds * 1e6), rate.burst]
        try:
            waited = cast("Awaitable[str]", self._script([f"pace:{bucket}"], arguments))
            microseconds = int(await waited)
        except (RedisError, OSError, TimeoutError) as error:
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            log().warning("redis.unavailable", error=type(error).__name__)
            return 0.0
        return microseconds / 1e6
