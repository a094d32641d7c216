"""From a webhook's bytes to JSON values that every store and broker can take."""

import json
from typing import Final, TypeAlias

LIMIT_BYTES: Final = 3 * 1024 * 1024
"""Meta sends at most this much at once."""


Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


class UnreadableBodyError(ValueError):
    """The bytes are not JSON that we can take."""

    def __init__(self, why: str) -> None:
        super().__init__(f"body is not JSON: {why}")


def read_json(raw: bytes) -> Json:
    """Return the JSON value in `raw`, halves of surrogate pairs replaced by `U+FFFD`.

    Raises:
        UnreadableBodyError: not UTF-8, not JSON, nested too deep, or numbers that are none.
    """
    try:
        value: Json = json.loads(raw.decode(), parse_constant=_refuse)
        # Such a half can only come from an escape; no store or broker can encode it.
        return _whole(value) if b"\\ud" in raw or b"\\uD" in raw else value
    except (ValueError, RecursionError) as error:
        raise UnreadableBodyError(type(error).__name__) from error


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _whole(value: Json) -> Json:
    if isinstance(value, str):
        return _whole_text(value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole_text(key): _whole(item) for key, item in value.items()}
    return value


def _whole_text(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
