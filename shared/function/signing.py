"""Events carry an HMAC, so that nothing from outside is taken for one of ours."""

import hashlib
import hmac
import json

from shared.function.envelope import Envelope


def sign(envelope: Envelope, key: bytes) -> str:
    """Return the signature over id, source, type, subject, our extensions and the data.

    The data is signed in a canonical form, since brokers may re-serialise it.
    """
    signed = {
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "subject": envelope.subject,
        "dataschema": envelope.dataschema,
        "extensions": envelope.extensions,
        "data": envelope.data,
    }
    canonical = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(key, canonical.encode(), hashlib.sha256).hexdigest()


def is_ours(envelope: Envelope, key: bytes) -> bool:
    """Tell whether the signature is right; without a key nothing is (fail closed)."""
    given, expected = envelope.sig.encode(errors="replace"), sign(envelope, key).encode()
    return bool(key) and hmac.compare_digest(given, expected)
