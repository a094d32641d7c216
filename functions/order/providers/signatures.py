"""Webhook signatures: `t=<seconds>,v1=<hex>`, an HMAC-SHA256 over `<seconds>.<raw body>`.

The time is signed too, so that a recorded webhook cannot be played again later.
"""

import hashlib
import hmac
import re
from datetime import datetime
from typing import Final

from pydantic import SecretStr

from shared.errors import ProblemError

TOLERANCE_SECONDS: Final = 300
SECONDS: Final = re.compile("[0-9]{1,12}")


def sign(secret: SecretStr, body: bytes, at: datetime) -> str:
    """Return the header's value for a body sent at a time."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_digest(secret, seconds, body)}"


def check(header: str, secret: SecretStr, body: bytes, now: datetime) -> None:
    """Check a signature.

    Raises:
        ProblemError: 401 if it is missing, wrong or not of now; 503 without a secret to check
            with (fail closed).
    """
    if not secret.get_secret_value():
        raise ProblemError(503, "Not available", "The webhook's secret is not set.")
    parts: dict[str, str] = {}
    for part in header.split(","):
        name, _, value = part.strip().partition("=")
        parts[name] = value
    seconds = parts.get("t", "")
    if not SECONDS.fullmatch(seconds) or abs(now.timestamp() - int(seconds)) > TOLERANCE_SECONDS:
        raise ProblemError(401, "Invalid signature")
    expected = _digest(secret, int(seconds), body)
    if not hmac.compare_digest(expected.encode(), parts.get("v1", "").encode()):
        raise ProblemError(401, "Invalid signature")


def _digest(secret: SecretStr, seconds: int, body: bytes) -> str:
    key = secret.get_secret_value().encode()
    return hmac.new(key, f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
