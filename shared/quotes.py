"""A quote that a client carries from the cart to the order, proven to be the cart's own."""

import hashlib
import hmac
import json

from shared.models.cart import Quote


class SignedQuote(Quote):
    """What the cart answers and the order takes: the quote and the proof of its origin."""

    signature: str = ""


def signed(quote: Quote, key: bytes) -> SignedQuote:
    """Return the quote with its signature, as REST clients get it."""
    return SignedQuote(**quote.model_dump(), signature=_signature(quote, key))


def is_genuine(quote: SignedQuote, key: bytes) -> bool:
    """Tell whether the cart made this very quote; without a key nothing is (fail closed)."""
    given, expected = quote.signature.encode(), _signature(quote, key).encode()
    return bool(key) and hmac.compare_digest(given, expected)


def _signature(quote: Quote, key: bytes) -> str:
    content = {name: value for name, value in quote.wire().items() if name != "signature"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, f"quote|{text}".encode(), hashlib.sha256).hexdigest()
