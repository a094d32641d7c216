"""Checksums as WhatsApp writes them: hexadecimal when described, base64 in a webhook."""

import base64
import binascii
from typing import Final

DIGEST_BYTES: Final = 32


def is_intact(digest: bytes, claimed: str | None) -> bool:
    """Tell whether a SHA-256 is the claimed one; a claim that is none proves nothing."""
    expected = _digest(claimed)
    return expected is None or digest == expected


def _digest(claimed: str | None) -> bytes | None:
    if not claimed:
        return None
    for decode in (bytes.fromhex, _from_base64):
        try:
            digest = decode(claimed)
        except ValueError:
            continue
        if len(digest) == DIGEST_BYTES:
            return digest
    return None


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
