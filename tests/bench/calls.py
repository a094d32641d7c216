"""Calls to one server, timed; light, for the caller often shares its machine's cores."""

import json
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast
from urllib.parse import urlsplit

from shared.http.client import HttpClient
from shared.http.message import Request


@dataclass(frozen=True)
class Answer:
    """An answer, and how long it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    def json(self) -> dict[str, object]:
        """Return the body's object."""
        return cast("dict[str, object]", json.loads(self.body))


class Caller:
    """A client of one server, by the address in a URL."""

    def __init__(self, url: str) -> None:
        found = urlsplit(url)
        self.port = found.port or 80
        self._host = found.hostname or "127.0.0.1"
        self._client = HttpClient(self.port, self._host)

    async def send(self, request: Request) -> Answer:
        """Send a request as it is."""
        began = time.perf_counter()
        response = await self._client.send(request)
        content = await response.read()
        response.release()
        seconds = time.perf_counter() - began
        received = {name.decode(): value.decode() for name, value in response.headers}
        return Answer(response.status, received, content, seconds)

    async def call(self, method: str, target: str, body: bytes = b"", **headers: str) -> Answer:
        """Make a call; `x_y="z"` among the headers is sent as `x-y: z`."""
        sent = [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ]
        host = (b"host", f"{self._host}:{self.port}".encode())
        return await self.send(Request(method.encode(), target.encode(), [host, *sent], body))

    async def json(self, method: str, target: str, body: object = None, **headers: str) -> Answer:
        """Make a call with a JSON body.

        Raises:
            UnexpectedAnswerError: it was refused.
        """
        encoded = b"" if body is None else json.dumps(body).encode()
        answer = await self.call(
            method, target, encoded, content_type="application/json", **headers
        )
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise UnexpectedAnswerError(method, target, answer)
        return answer

    def close(self) -> None:
        """Close idle connections."""
        self._client.close()


class UnexpectedAnswerError(Exception):
    """The shop refused what the benchmark does; no figure would mean anything."""

    def __init__(self, method: str, target: str, answer: Answer) -> None:
        said = answer.body[:300].decode(errors="replace")
        super().__init__(f"{method} {target} was answered {answer.status}: {said}")
