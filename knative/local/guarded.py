"""HTTP/1.1 from anybody: heads of a bounded size that come in time, bodies too, so many callers."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from knative.local.problem import problem_body


@dataclass(frozen=True)
class Limits:
    """What the door takes of one caller, and how many callers.

    Attributes:
        head_bytes: request line and all headers together.
        headers: how many of them.
        head_seconds: from the first byte, or from connecting, to the end of the head.
        body_seconds: from the end of the head to that of the body.
        connections: open ones; chat streams are most of them.
    """

    head_bytes: int = 32 * 1024
    headers: int = 100
    head_seconds: float = 10.0
    body_seconds: float = 60.0
    connections: int = 15_000


class _RefusedError(Exception):
    """Ends the parser; the answer was given."""


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with limits; it has none of its own for heads and slow callers."""

    limits = Limits()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._head_bytes = 0
        self._deadline: asyncio.TimerHandle | None = None
        self._refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A caller connects."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "Too many connections.")
        else:
            self._expect(self.limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """A caller left."""
        self._expect(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Feeds the parser, which calls the methods below."""
        if not self._refused:
            super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        """The parser gave up: of itself, or because of a refusal."""
        self._refuse(HTTPStatus.BAD_REQUEST, msg)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._head_bytes = 0
        if self._deadline is None:
            self._expect(self.limits.head_seconds)

    def on_url(self, url: bytes) -> None:
        """A piece of the request line."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self._count(len(name) + len(value) + 4)
        if len(self.headers) >= self.limits.headers:
            self._too_large(f"A request may have {self.limits.headers} headers.")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._expect(self.limits.body_seconds)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole; its answer takes as long as it takes."""
        self._expect(None)
        super().on_message_complete()

    def _count(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > self.limits.head_bytes:
            self._too_large(f"A request's head may have {self.limits.head_bytes} bytes.")

    def _too_large(self, detail: str) -> None:
        self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, detail)
        raise _RefusedError

    def _expect(self, seconds: float | None) -> None:
        """Sets the time for what must come next; None for nothing."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._late)

    def _late(self) -> None:
        self._refuse(HTTPStatus.REQUEST_TIMEOUT, "The request did not come in time.")

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        """Answers unless an answer has begun, and hangs up."""
        if self._refused:
            return
        self._refused = True
        self._expect(None)
        # None before the first request, whatever its annotation says
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is None or cycle.response_complete or not cycle.response_started:
            body = problem_body(status, detail)
            head = (
                f"HTTP/1.1 {status.value} {status.phrase}\r\nconnection: close\r\n"
                f"content-type: application/problem+json\r\ncontent-length: {len(body)}\r\n\r\n"
            )
            self.transport.write(head.encode() + body)
        self.transport.close()
