"""What a provider's error means to us, whoever raised it. Pure: the client is not imported."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from shared.llm.errors import (
    BadAnswerError,
    InvalidRequestError,
    ModelError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from shared.llm.redact import redact

_BY_NAME: Final[Mapping[str, type[ModelError]]] = {
    "ContentPolicyViolationError": ModelRefusedError,
    "APITimeoutError": ModelTimeoutError,
    "Timeout": ModelTimeoutError,
    "TimeoutError": ModelTimeoutError,
    "APIResponseValidationError": BadAnswerError,
    "JSONDecodeError": BadAnswerError,
    "ContextWindowExceededError": InvalidRequestError,
}
"""By the class's name, or one it inherits from: litellm's classes and the OpenAI client's below."""

_BY_STATUS: Final[Mapping[int, type[ModelError]]] = {
    HTTPStatus.BAD_REQUEST: InvalidRequestError,
    HTTPStatus.REQUEST_TIMEOUT: ModelTimeoutError,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: InvalidRequestError,
    HTTPStatus.UNPROCESSABLE_ENTITY: InvalidRequestError,
}


_QUOTES: Final = (None, HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
"""Statuses of errors about what was sent, which they quote; the others are about us or them."""
_TOLD: Final = 200


def translated(error: Exception) -> ModelError:
    """Return what an error of the client means.

    Its words are taken over, redacted, only where they don't quote what the shopper wrote.
    """
    inner: object = getattr(error, "original_exception", None)
    if isinstance(inner, Exception):  # of a stream that broke off, which says 503 whatever it was
        return translated(inner)
    status = _status(error)
    names = [cls.__name__ for cls in type(error).__mro__]
    kind = next((_BY_NAME[name] for name in names if name in _BY_NAME), None)
    if kind is None:
        kind = _BY_STATUS.get(status or 0, ModelUnavailableError)
    detail = type(error).__name__
    if status not in _QUOTES and not issubclass(kind, ModelRefusedError):
        detail = redact(str(error))[:_TOLD]
    return kind(detail, status=status, retry_after_seconds=_retry_after(error))


def _status(error: Exception) -> int | None:
    status: object = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _retry_after(error: Exception) -> float | None:
    """Return the seconds of `Retry-After`; a date there is not understood, nobody sends one."""
    for holder in (error, getattr(error, "response", None)):
        for name in ("litellm_response_headers", "headers"):
            headers: object = getattr(holder, name, None)
            get = getattr(headers, "get", None)
            value: object = get("retry-after") if callable(get) else None
            if isinstance(value, str) and value.strip().replace(".", "", 1).isdigit():
                return float(value)
    return None
