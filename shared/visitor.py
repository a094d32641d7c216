"""Who makes a REST call without an account: an anonymous customer, known by a signed cookie."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from shared.customers import customer_of
from shared.errors import ProblemError
from shared.models.message import ChannelAddress
from shared.settings import settings
from shared.stores.store import Store

COOKIE: Final = "store_visitor"
MAX_AGE_SECONDS: Final = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visitor:
    """A caller.

    Attributes:
        customer_id: the customer behind the cookie.
        web_id: the anonymous identity in the cookie.
        is_new: whether the caller still has to be given the cookie.
    """

    customer_id: str
    web_id: str
    is_new: bool

    def introduce(self, response: Response) -> Response:
        """Give the caller the cookie, if it has none yet."""
        if self.is_new:
            response.headers.append("Set-Cookie", _set_cookie(cookie_value(self.web_id)))
        return response


async def visitor_of(request: Request, store: Store, now: datetime) -> Visitor:
    """Return who calls; without a cookie of ours, somebody new.

    Raises:
        ProblemError: 503 while no key to sign cookies is set.
    """
    known = web_id_in(request.cookies.get(COOKIE, ""))
    web_id = known or secrets.token_urlsafe(18)
    customer_id = await customer_of(store, ChannelAddress(web_id=web_id), now)
    assert customer_id is not None, "an address with a web id names somebody"
    return Visitor(customer_id, web_id, is_new=known is None)


def cookie_value(web_id: str) -> str:
    """Return the identity with its signature."""
    return f"{web_id}.{_signature(web_id)}"


def web_id_in(value: str) -> str | None:
    """Return the identity in a cookie's value, None if we did not sign it."""
    web_id, _, signature = value.rpartition(".")
    genuine = hmac.compare_digest(signature.encode(), _signature(web_id).encode())
    return web_id if web_id and genuine else None


def _signature(web_id: str) -> str:
    key = settings().cookie_key.get_secret_value()
    if not key:
        raise ProblemError(503, "Not available", "COOKIE_KEY is not set.")
    return hmac.new(key.encode(), f"visitor|{web_id}".encode(), hashlib.sha256).hexdigest()


def _set_cookie(value: str) -> str:
    cookie: SimpleCookie = SimpleCookie()
    cookie[COOKIE] = value
    morsel = cookie[COOKIE]
    morsel["path"] = "/"
    morsel["max-age"] = MAX_AGE_SECONDS
    morsel["httponly"] = True
    morsel["samesite"] = "Lax"
    morsel["secure"] = settings().public_url.startswith("https://")
    return morsel.OutputString()
