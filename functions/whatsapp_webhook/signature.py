"""Who may knock: Meta's signature on a webhook and its challenge for the address."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

PREFIX: Final = "sha256="


def is_signed(secret: str | None, raw: bytes, header: str | None) -> bool:
    """Tell whether `header` (`X-Hub-Signature-256`) is Meta's signature of the raw bytes.

    Without a secret nothing is: a shop that was not told whom to trust trusts nobody.
    """
    if not secret or not header or not header.startswith(PREFIX):
        return False
    expected = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), header.removeprefix(PREFIX).lower().encode())


def challenge_answer(token: str | None, query: Mapping[str, str]) -> str | None:
    """Return the challenge to echo when Meta verifies the address, else None.

    Meta asks again whenever the callback's address or token is edited.
    """
    given = query.get("hub.verify_token", "")
    if not token or query.get("hub.mode") != "subscribe":
        return None
    if not hmac.compare_digest(token.encode(), given.encode("utf-8", "replace")):
        return None
    return query.get("hub.challenge") or None
