"""Refusals and failures of REST calls as RFC 9457 problem details, never a stack trace."""

import json
from typing import Any

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.errors import BusyError, DependencyError, ProblemError
from shared.log import log

MEDIA_TYPE = "application/problem+json"
REQUEST_LIMIT_BYTES = 25_000_000
"""No request may be larger, whatever it is for; most paths set a lower limit."""


def problem(error: ProblemError) -> Response:
    """Return the response that tells a refusal."""
    body: dict[str, Any] = {"type": "about:blank", "status": error.status, "title": error.title}
    if error.detail:
        body["detail"] = error.detail
    body.update(error.extra)
    return Response(
        json.dumps(body), status_code=error.status, headers=error.headers, media_type=MEDIA_TYPE
    )


def too_large(limit: int) -> ProblemError:
    """Return the refusal of a body with more than `limit` bytes."""
    return ProblemError(413, "Too large", f"At most {limit} bytes.")


async def not_found(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a path that nobody serves."""
    await problem(ProblemError(404, "Not found"))(scope, receive, send)


def as_problem(error: Exception) -> ProblemError:
    """Return what the caller may know of an error."""
    match error:
        case ProblemError():
            return error
        case ValidationError():
            fields = [
                {"field": ".".join(str(part) for part in one["loc"]), "message": one["msg"]}
                for one in error.errors()[:20]
            ]
            return ProblemError(400, "Invalid request", extra={"errors": fields})
        case HTTPException():
            refused = ProblemError(error.status_code, error.detail)
            refused.headers.update(error.headers or {})
            return refused
        case BusyError():
            return ProblemError(409, "Busy", "The same thing is being changed. Try again.")
        case DependencyError():
            return ProblemError(503, "Not available", "Please try again in a moment.")
        case _:
            return ProblemError(500, "Something went wrong. Our team has been notified.")


def problem_app(app: ASGIApp) -> ASGIApp:
    """Return the application with every error turned into problem details, every body bounded."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        started = False
        received = 0

        async def limited() -> Any:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > REQUEST_LIMIT_BYTES:
                raise too_large(REQUEST_LIMIT_BYTES)
            return message

        async def watch(message: Any) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await app(scope, limited, watch)
        except Exception as error:
            if started:
                raise
            told = as_problem(error)
            if told.status >= 500:  # noqa: PLR2004 - our faults
                log().exception("call.failed", path=_template(scope))
            await problem(told)(scope, receive, send)

    return wrapped


def _template(scope: Scope) -> str:
    """Return the path with its parameters by name: their values may tell who calls."""
    path = Request(scope).url.path
    values: dict[str, Any] = scope.get("path_params", {})
    for name, value in values.items():
        if value and str(value) != path.removeprefix("/"):  # the framework's own, all of the path
            path = path.replace(str(value), f"{{{name}}}")
    return path
