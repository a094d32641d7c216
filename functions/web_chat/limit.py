"""How fast one conversation may be written to."""

from datetime import datetime
from typing import Any

from shared.clients import redis_client
from shared.errors import ProblemError
from shared.settings import settings


async def check_rate(web_id: str, now: datetime) -> None:
    """Count a message against `MESSAGES_PER_MINUTE`; without Redis nothing is counted.

    Raises:
        ProblemError: 429 with Retry-After.
    """
    from redis.exceptions import RedisError

    key = f"rate:web:{web_id}:{now:%Y%m%d%H%M}"
    try:
        pipeline: Any = redis_client().pipeline()
        pipeline.incr(key)
        pipeline.expire(key, 120)
        count, _ = await pipeline.execute()
    except (RedisError, OSError):
        return
    if count > settings().messages_per_minute:
        error = ProblemError(429, "I'm getting too many requests. Please wait a moment.")
        error.headers["Retry-After"] = str(60 - now.second)
        raise error
