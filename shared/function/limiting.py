"""Holds calls back that come too often, in front of the routes of every function.

Counts are in Redis, shared by all pods. Without it nothing is counted: a shop that answers too
much is better than one that does not answer.
"""

import asyncio
import time
from typing import Any, Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.caller import staff_of, web_id_of
from shared.clients import redis_client
from shared.clock import now
from shared.errors import ProblemError
from shared.function.rate import (
    WINDOW_SECONDS,
    caller_address,
    is_counted,
    limits,
    longest,
    seconds_to_wait,
)
from shared.log import hashed, log
from shared.settings import settings

ANSWER_SECONDS: Final = 0.25
"""Counting must not be what a shopper waits for."""
PAUSE_SECONDS: Final = 5.0
"""How long Redis is not asked again after it did not answer."""


def rate_limited(app: ASGIApp) -> ASGIApp:
    """Return the application that refuses callers who call too often, with 429."""
    asked_again_at = 0.0

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal asked_again_at
        request = Request(scope)
        if is_counted(request.url.path) and time.monotonic() >= asked_again_at:
            counted = _names(request)
            wait = await _wait(counted)
            if wait is None:
                asked_again_at = time.monotonic() + PAUSE_SECONDS
            elif wait:
                raise _too_many(wait, counted)
        await app(scope, receive, send)

    return wrapped


def _names(request: Request) -> dict[str, int]:
    peer = request.client.host if request.client else "unknown"
    return limits(
        settings().rate_limit_per_minute,
        staff=staff_of(request),
        web_id=web_id_of(request),
        address=caller_address(request.headers.get("x-forwarded-for", ""), peer),
    )


async def _wait(counted: dict[str, int]) -> int | None:
    """Count a call; return the seconds to wait, 0 if none, None if nobody counts."""
    if not settings().redis_url:
        return None
    from redis.exceptions import RedisError

    window, elapsed = divmod(now().timestamp(), WINDOW_SECONDS)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            pipeline: Any = redis_client().pipeline(transaction=False)
            for name in counted:
                pipeline.incr(_key(name, window))
                pipeline.expire(_key(name, window), 2 * WINDOW_SECONDS)
                pipeline.get(_key(name, window - 1))
            answers: list[Any] = await pipeline.execute()
    except (RedisError, OSError) as error:  # a TimeoutError is an OSError
        log().warning("rate.not_counted", reason=type(error).__name__)
        return None
    waits = (
        seconds_to_wait(limit, int(current), int(previous or 0), elapsed)
        for limit, current, previous in zip(
            counted.values(), answers[::3], answers[2::3], strict=True
        )
    )
    return longest(waits) or 0


def _key(name: str, window: float) -> str:
    return f"rate:call:{name}:{window:.0f}"


def _too_many(wait: int, counted: dict[str, int]) -> ProblemError:
    log().info("rate.refused", caller=hashed(next(iter(counted))), wait_seconds=wait)
    error = ProblemError(429, "I'm getting too many requests. Please wait a moment.")
    error.headers["Retry-After"] = str(wait)
    return error
