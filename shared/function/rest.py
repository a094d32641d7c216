"""REST calls: idempotent changes, correlation, bodies and tokens checked in one place."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import BaseModel, SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.clock import now
from shared.errors import ProblemError
from shared.function.delivery import Delivery
from shared.function.ports import Ports
from shared.function.seal import Origin, derived_id
from shared.function.serving import SOURCE
from shared.settings import settings

BODY_LIMIT_BYTES = 1_000_000

M = TypeVar("M", bound=BaseModel)
Act = Callable[[Delivery], Awaitable[tuple[int, dict[str, Any]]]]
"""Makes the change; returns status and JSON body."""


async def read_body(request: Request, model: type[M], limit: int = BODY_LIMIT_BYTES) -> M:
    """Return the request's JSON body as a value.

    Raises:
        ProblemError: 413 or 400.
        ValidationError: answered as 400 with the fields.
    """
    body = await request.body()
    if len(body) > limit:
        raise ProblemError(413, "Too large", f"At most {limit} bytes.")
    try:
        parsed: object = json.loads(body or b"{}")
    except ValueError as error:
        raise ProblemError(400, "Invalid request", "The body is not JSON.") from error
    return model.model_validate(parsed)


def ports_of(request: Request) -> Ports:
    """Return the ports of the function that serves this call."""
    ports: Ports = request.state.ports
    return ports


def rest_delivery(
    request: Request, *, caller: str, operation: str, brand: str | None = None
) -> Delivery:
    """Return the delivery of a REST call.

    Its cause is caller + operation + path + Idempotency-Key, so a repeated call is the same cause;
    without the header every call is a new one.
    """
    service: str = request.state.service
    key = request.headers.get("idempotency-key") or secrets.token_hex(16)
    cause = derived_id(caller, operation, request.url.path, key)
    correlation_id = request.headers.get("x-correlation-id", "")[:64] or cause
    origin = Origin(
        source=SOURCE.format(service=service),
        cause=cause,
        correlation_id=correlation_id,
        brand=brand,
        channel=None,
        hops=0,
        trace=request.headers.get("traceparent", "")[:55],
        now=now(),
    )
    return Delivery(service, origin, f"{service}|rest|{cause}", ports_of(request))


async def change(request: Request, delivery: Delivery, act: Act) -> Response:
    """Make a change once per Idempotency-Key and answer the same to every repetition.

    Raises:
        ProblemError: 409 when the key was used for another body.
    """
    fingerprint = hashlib.sha256(await request.body()).hexdigest()
    done = await delivery.already_handled()
    if done is not None:
        if done.get("fingerprint") != fingerprint:
            raise ProblemError(409, "Idempotency-Key was used for another request")
        status, body = done["result"]["status"], done["result"]["body"]
        return _json(delivery, status, body, {"Idempotent-Replayed": "true"})
    status, body = await act(delivery)
    if request.headers.get("idempotency-key"):
        result = {"status": status, "body": body}
        await delivery.mark(fingerprint=fingerprint, result=result)
    return _json(delivery, status, body, {})


def _json(
    delivery: Delivery, status: int, body: dict[str, Any], headers: dict[str, str]
) -> Response:
    headers = {"X-Correlation-Id": delivery.origin.correlation_id, **headers}
    if status == 204:  # noqa: PLR2004 - no content
        return Response(status_code=204, headers=headers)
    return JSONResponse(body, status_code=status, headers=headers)


def bearer(request: Request) -> str:
    """Return the bearer token of a request, empty if there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def token_matches(given: str, expected: SecretStr) -> bool:
    """Compare a token in constant time; an unset one matches nothing."""
    wanted = expected.get_secret_value()
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())


def require_admin(request: Request) -> str:
    """Return who calls, for the audit.

    Raises:
        ProblemError: 401 without a token, 403 with a wrong one or when none is set.
    """
    given = bearer(request)
    if not given:
        raise ProblemError(401, "Please log in to continue.")
    if not token_matches(given, settings().admin_token):
        raise ProblemError(403, "Not allowed")
    return "admin"
