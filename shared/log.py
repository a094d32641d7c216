"""Logging: one JSON line per handled event, ids of people hashed, no message text."""

import hashlib
import hmac
import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from functools import cache
from typing import Any, Final

from shared.settings import settings

OURS: Final = ("shared.", "functions.")
"""Where the errors are made whose words are our own."""

OF_CODE: Final = (TypeError, AttributeError, NameError, ImportError, AssertionError)
"""Errors that speak of code, not of values."""


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
            with_traceback,
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


def with_traceback(
    _logger: object, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Put the exception into a log line: where and of which kind, never what foreign ones say.

    Validators, drivers and clients quote the values they stumbled over: text, numbers, addresses.
    """
    given = entry.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        entry["exception"] = "\n".join(_told(one) for one in _chain(error))
    return entry


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _told(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    name = type(error).__name__
    told = isinstance(error, OF_CODE) or type(error).__module__.startswith(OURS)
    return f"{frames}{name}: {error}" if told else frames + name
