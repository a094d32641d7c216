"""Who makes a REST call: a shopper by signed anonymous cookie, an agent or admin by token.

The cookie names an anonymous web identity; it is a channel identity like any other, so that the
same customer can be linked to more of them later.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from shared.customers import customer_of
from shared.errors import ProblemError
from shared.function.rest import bearer, token_matches
from shared.models.message import ChannelAddress
from shared.settings import settings
from shared.stores.store import Store

COOKIE: Final = "store_id"
COOKIE_SECONDS: Final = 365 * 24 * 3600
PATTERN: Final = re.compile(r"^([A-Za-z0-9_-]{22})\.([0-9a-f]{64})$")


@dataclass(frozen=True, slots=True)
class Shopper:
    """A shopper who calls.

    Attributes:
        customer_id: the customer behind the identity.
        web_id: the anonymous identity.
        cookie: to be set on the answer; None when the caller has it already.
    """

    customer_id: str
    web_id: str
    cookie: str | None = None

    def remembered(self, response: Response) -> Response:
        """Return the response, with the cookie if the caller does not have it yet."""
        if self.cookie is not None:
            response.set_cookie(
                COOKIE,
                self.cookie,
                max_age=COOKIE_SECONDS,
                httponly=True,
                samesite="lax",
                secure=settings().public_url.startswith("https://"),
                path="/",
            )
        return response


async def shopper_of(request: Request, store: Store, now: datetime) -> Shopper:
    """Return the shopper of a call; one without a valid cookie becomes a new anonymous one."""
    web_id = verified(request.cookies.get(COOKIE, ""))
    cookie = None
    if web_id is None:
        web_id = secrets.token_urlsafe(16)
        cookie = signed(web_id)
    customer_id = await customer_of(store, ChannelAddress(web_id=web_id), now)
    assert customer_id is not None, "a web identity always names somebody"
    return Shopper(customer_id, web_id, cookie)


def signed(web_id: str) -> str:
    """Return the cookie that carries an identity.

    Raises:
        ProblemError: 503, no cookie key is set (fail closed: identities could be guessed).
    """
    key = settings().cookie_key.get_secret_value().encode()
    if not key:
        raise ProblemError(503, "Not available", "This shop has no cookie key.")
    return f"{web_id}.{hmac.new(key, web_id.encode(), hashlib.sha256).hexdigest()}"


def verified(cookie: str) -> str | None:
    """Return the identity in a cookie, None unless we signed it."""
    match = PATTERN.match(cookie)
    if match is None:
        return None
    web_id = match.group(1)
    return web_id if hmac.compare_digest(cookie, signed(web_id)) else None


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who answers shoppers."""

    id: str
    name: str


def agent_of(request: Request) -> Agent:
    """Return the agent whose token a call carries.

    Tokens come from `AGENT_TOKENS` (`name:token,…`) and `AGENT_TOKEN` (one agent, `agent`).

    Raises:
        ProblemError: 401 without a token, 403 with a wrong one or when none is set.
    """
    given = bearer(request)
    if not given:
        raise ProblemError(401, "Please log in to continue.")
    found = _agent_with(given)
    if found is None:
        raise ProblemError(403, "Not allowed")
    return found


def staff_of(request: Request) -> str | None:
    """Return the name of the agent or admin who calls, None for anybody else."""
    given = bearer(request)
    if not given:
        return None
    if is_admin(request):
        return "admin"
    agent = _agent_with(given)
    return agent.id if agent else None


def web_id_of(request: Request) -> str | None:
    """Return the identity in the caller's cookie, None unless we signed it."""
    given = request.cookies.get(COOKIE, "")
    return verified(given) if settings().cookie_key.get_secret_value() else None


def is_admin(request: Request) -> bool:
    """Tell whether a call carries the admin token."""
    return token_matches(bearer(request), settings().admin_token)


def agent_names() -> tuple[str, ...]:
    """Return the names of the agents who have a token."""
    return tuple(name for name, _ in _agent_tokens())


def _agent_with(given: str) -> Agent | None:
    found: Agent | None = None
    for name, token in _agent_tokens():
        if hmac.compare_digest(given.encode(), token.encode()):
            found = Agent(name, name)
    return found


def _agent_tokens() -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for part in settings().agent_tokens.get_secret_value().split(","):
        name, _, token = part.strip().partition(":")
        if name and token:
            pairs.append((name, token))
    if single := settings().agent_token.get_secret_value():
        pairs.append(("agent", single))
    return pairs
