"""REST calls: idempotent changes, correlation, bodies and tokens checked in one place."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from pydantic import BaseModel, SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.clock import now
from shared.errors import ProblemError
from shared.function.delivery import Delivery
from shared.function.outbox import HANDLED
from shared.function.ports import Ports
from shared.function.problems import too_large
from shared.function.seal import SOURCE, Origin, derived_id
from shared.settings import settings
from shared.stores.store import Document

BODY_LIMIT_BYTES: Final = 1_000_000
CORRELATION_ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}")
TRACEPARENT: Final = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")

M = TypeVar("M", bound=BaseModel)
Act = Callable[[Delivery], Awaitable[tuple[int, dict[str, Any]]]]
"""Makes the change; returns status and JSON body."""


async def read_body(request: Request, model: type[M], limit: int = BODY_LIMIT_BYTES) -> M:
    """Return the request's JSON body as a value; no body is an empty object.

    Raises:
        ProblemError: 413.
        ValidationError: answered as 400 with the fields; also when it is not JSON at all.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise too_large(limit)
    body = await request.body()
    if len(body) > limit:
        raise too_large(limit)
    return model.model_validate_json(body or b"{}")


async def bounded_body(request: Request, limit: int) -> bytes:
    """Return the body as it came; no more than `limit` bytes of it are ever read.

    Raises:
        ProblemError: 413.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise too_large(limit)
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > limit:
            raise too_large(limit)
    return bytes(read)


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
    named = request.headers.get("x-correlation-id", "")
    trace = request.headers.get("traceparent", "")
    origin = Origin(
        source=SOURCE.format(service=service),
        cause=cause,
        correlation_id=named if CORRELATION_ID.fullmatch(named) else cause,
        brand=brand,
        channel=None,
        hops=0,
        trace=trace if TRACEPARENT.fullmatch(trace) else "",
        now=now(),
    )
    marker = f"{service}|rest|{cause}"
    return Delivery(service, origin, marker, ports_of(request), caller=caller)


async def change(request: Request, delivery: Delivery, act: Act) -> Response:
    """Make a change once per Idempotency-Key and answer the same to every repetition.

    What was published is remembered with or without a key: the relay looks whether it arrived.

    Raises:
        ProblemError: 409 when the key was used for another body or query.
    """
    asked = request.url.query.encode() + b"\n" + await request.body()
    fingerprint = hashlib.sha256(asked).hexdigest()
    repeatable = bool(request.headers.get("idempotency-key"))
    done = await delivery.already_handled() if repeatable else None
    if done is not None:
        return _again(delivery, done, fingerprint)
    status, body = await act(delivery)
    if not repeatable and not delivery.published:
        return _json(delivery, status, body, {})
    result = {"status": status, "body": body}
    if not await delivery.mark(fingerprint=fingerprint, result=result):
        meanwhile = await delivery.store.get(HANDLED, delivery.marker)
        assert meanwhile is not None, "the same call made at the same time left its marker"
        return _again(delivery, meanwhile, fingerprint)
    return _json(delivery, status, body, {})


def _again(delivery: Delivery, done: Document, fingerprint: str) -> Response:
    if done.get("fingerprint") != fingerprint:
        raise ProblemError(409, "Idempotency-Key was used for another request")
    status, body = done["result"]["status"], done["result"]["body"]
    return _json(delivery, status, body, {"Idempotent-Replayed": "true"})


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
