"""RFC 9457 problem details of the gateway itself."""

import json
from http import HTTPStatus

from knative.local.server import Send, respond


async def respond_problem(send: Send, status: int, detail: str) -> None:
    """Answers with `application/problem+json`."""
    body = problem_body(status, detail)
    await respond(send, status, body, content_type=b"application/problem+json")


def problem_body(status: int, detail: str) -> bytes:
    """The JSON of a problem."""
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return json.dumps({**problem, "detail": detail}).encode()
