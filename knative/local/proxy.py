"""A request on its way to a function and back: bodies streamed, hop-by-hop headers dropped."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from knative.local.activator import Activator
from knative.local.ports import StartError
from knative.local.problem import respond_problem
from knative.local.server import Message, Receive, Send
from shared.http.client import Response
from shared.http.connection import ConnectionLostError
from shared.http.message import Request

_BODY_LIMIT_BYTES = 4 * 1024 * 1024
_HOP_BY_HOP = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization"),
        *(b"te", b"trailer", b"transfer-encoding", b"upgrade", b"expect", b"proxy-connection"),
    }
)
_SET_HERE = frozenset({b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded"})


class Proxy:
    """Passes requests on to functions.

    Args:
        activator: Starts what it needs.
        scheme: What the caller used, told to the function.
        inside: Callers are functions: their `ce-*` headers pass.
    """

    def __init__(self, activator: Activator, *, scheme: str, inside: bool = False) -> None:
        self._activator = activator
        self._scheme = scheme.encode()
        self._inside = inside

    def knows(self, function: str) -> bool:
        """Whether there is such a function."""
        return self._activator.knows(function)

    async def pass_on(
        self, function: str, path: bytes, scope: Message, receive: Receive, send: Send
    ) -> None:
        """Serves one request by `function`, which sees `path`."""
        if _declared_length(scope) > _BODY_LIMIT_BYTES:
            await respond_problem(send, 413, "A body may have 4 MB.")
            return
        client = _Client(receive)
        answer = _Answer(send)
        request = Request(
            method=scope["method"].encode(),
            target=_target(path, scope),
            headers=self._request_headers(scope),
            body=await client.body(),
        )
        exchange = asyncio.ensure_future(self._exchange(function, request, answer))
        left = asyncio.ensure_future(client.left())
        try:
            await asyncio.wait({exchange, left}, return_when=asyncio.FIRST_COMPLETED)
            if not exchange.done():
                exchange.cancel()  # the function sees its client leave, as it would on the cluster
            with suppress(asyncio.CancelledError):
                await exchange
        finally:
            left.cancel()
            exchange.cancel()

    async def _exchange(self, function: str, request: Request, answer: "_Answer") -> None:
        try:
            async with self._activator.request(function, request) as response:
                await answer.copy(response)
        except BodyTooLargeError:
            await answer.fail(413, "A body may have 4 MB.")
        except TimeoutError:
            await answer.fail(504, "That took too long.")
        except StartError:
            await answer.fail(503, "This part of the shop does not start.")
        except ConnectionLostError:
            await answer.fail(502, "This part of the shop broke off.")

    def _request_headers(self, scope: Message) -> list[tuple[bytes, bytes]]:
        named = {
            name.strip().lower()
            for header, value in scope["headers"]
            if header == b"connection"
            for name in value.split(b",")
        }
        kept = [
            (name, value)
            for name, value in scope["headers"]
            if name not in _HOP_BY_HOP
            and name not in _SET_HERE
            and name not in named
            and (self._inside or not name.startswith((b"ce-", b"k-")))
        ]
        address = scope["client"][0].encode() if scope.get("client") else b"unknown"
        return [*kept, (b"x-forwarded-for", address), (b"x-forwarded-proto", self._scheme)]


class _Client:
    """The caller's side: its body, and whether it is still there."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._body_read = asyncio.Event()

    async def body(self) -> bytes | AsyncIterator[bytes]:
        """The whole body where it came in one piece, else a stream of it."""
        first = await self._receive()
        if not first.get("more_body", False):
            self._body_read.set()
            return first.get("body", b"")
        return self._stream(first.get("body", b""))

    async def left(self) -> None:
        """Returns when the caller hangs up."""
        await self._body_read.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def _stream(self, first: bytes) -> AsyncIterator[bytes]:
        size = len(first)
        if first:
            yield first
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ConnectionLostError(before_any_byte=True)
            part: bytes = message.get("body", b"")
            size += len(part)
            if size > _BODY_LIMIT_BYTES:
                raise BodyTooLargeError
            if part:
                yield part
            if not message.get("more_body", False):
                self._body_read.set()
                return


class _Answer:
    """The answer on its way to the caller."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._started = False

    async def copy(self, response: Response) -> None:
        """Passes status, headers and every piece on as it comes."""
        headers = [each for each in response.headers if each[0] not in _HOP_BY_HOP]
        self._started = True
        start = {"type": "http.response.start", "status": response.status, "headers": headers}
        await self._send(start)
        async for chunk in response.chunks():
            await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
        await self._send({"type": "http.response.body", "body": b""})

    async def fail(self, status: int, detail: str) -> None:
        """A problem if nothing was sent yet; else the answer stays visibly cut off."""
        if self._started:
            print(f"gateway: an answer was cut off: {detail}", flush=True)
            return  # without an end the server closes the connection, so the caller can tell
        await respond_problem(self._send, status, detail)


class BodyTooLargeError(Exception):
    """A streamed body went over the limit."""


def _declared_length(scope: Message) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _target(path: bytes, scope: Message) -> bytes:
    query: bytes = scope["query_string"]
    return path + (b"?" + query if query else b"")
