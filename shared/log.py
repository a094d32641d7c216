"""Logging: one JSON line per handled event, ids of people hashed, no message text."""

import hashlib
import hmac
import json
import sys
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

from shared.settings import settings

_LEVELS: Final = {"debug": 10, "info": 20, "warning": 30, "error": 40, "critical": 50}


@dataclass(frozen=True, slots=True)
class Log:
    """Writes lines to the standard output, which the platform collects.

    A logging library would do the same for a third of a bare function's whole cold start
    (docs/adr/0012).

    Attributes:
        function: the Service that logs.
        level: the name of the least level that is written.
    """

    function: str
    level: str

    def info(self, event: str, **fields: object) -> None:
        """Log that something happened."""
        self._write("info", event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """Log that something is not as it should be."""
        self._write("warning", event, fields)

    def error(self, event: str, **fields: object) -> None:
        """Log that something failed."""
        self._write("error", event, fields)

    def exception(self, event: str, **fields: object) -> None:
        """Log the exception being handled, with its traceback."""
        self._write("error", event, {**fields, "exception": traceback.format_exc().rstrip()})

    def _write(self, level: str, event: str, fields: dict[str, object]) -> None:
        if _LEVELS[level] < _LEVELS.get(self.level, _LEVELS["info"]):
            return
        at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        line = {"function": self.function, **fields, "event": event, "level": level}
        text = json.dumps({**line, "timestamp": at}, default=repr)
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


@cache
def log() -> Log:
    """Return the logger: `log().info("event.handled", duration_ms=3)`."""
    return Log(settings().k_service, settings().log_level.lower())


def hashed(value: str) -> str:
    """Return what stands for a customer id or phone number in logs and metrics."""
    key = settings().log_hash_key.get_secret_value().encode()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:16]
