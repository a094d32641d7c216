"""Logging: one JSON line per handled event, ids of people hashed, no message text."""

import hashlib
import hmac
import logging
from functools import cache
from typing import Any

from shared.settings import settings


@cache
def log() -> Any:
    """Return the logger: `log().info("event.handled", duration_ms=3)`."""
    import structlog

    level = logging.getLevelNamesMapping().get(settings().log_level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    return structlog.get_logger().bind(function=settings().k_service)


def hashed(value: str) -> str:
    """Return what stands for a customer id or phone number in logs and metrics."""
    key = settings().log_hash_key.get_secret_value().encode()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:16]
