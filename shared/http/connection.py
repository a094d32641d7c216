"""One HTTP/1.1 connection: writes a request, parses the answer as it comes."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import cast

import httptools

from shared.http.message import Head, Request

_READ_AHEAD_BYTES = 256 * 1024


class Connection(asyncio.Protocol):
    """One exchange at a time; `reusable` says whether another may follow."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._reset(method=b"")
        self._lost = False
        self._writable = asyncio.Event()
        self._writable.set()

    @staticmethod
    async def open(port: int, host: str, *, tls: bool = False) -> "Connection":
        """Connects to a server, which with `tls` has to prove its name."""
        loop = asyncio.get_running_loop()
        try:
            _, connection = await loop.create_connection(Connection, host, port, ssl=tls or None)
        except OSError as error:
            raise ConnectionLostError(before_any_byte=True) from error
        return connection

    @property
    def reusable(self) -> bool:
        """Whether the last answer is complete and the server keeps the connection."""
        return self._complete and self._keep_alive and not self._lost

    async def exchange(self, request: Request) -> Head:
        """Sends the request and waits for the answer's head."""
        self._reset(request.method)
        if isinstance(request.body, bytes):
            self._write(request.head() + request.body)
            await self._wait_until(lambda: self._head_done)
            return self._head
        upload = asyncio.ensure_future(self._upload(request, request.body))
        upload.add_done_callback(lambda _: self._wake())
        try:
            await self._wait_until(lambda: self._head_done or _failed(upload))
            if _failed(upload):
                await upload
        finally:
            self._keep_alive = self._keep_alive and upload.done()
            upload.cancel()
        return self._head

    async def read_chunk(self) -> bytes:
        """The next piece of the body; empty at its end."""
        await self._wait_until(lambda: bool(self._chunks) or self._complete)
        if not self._chunks:
            return b""
        chunk = b"".join(self._chunks)
        self._chunks.clear()
        if self._held and self._transport is not None:
            self._held = False
            self._transport.resume_reading()
        return chunk

    def close(self) -> None:
        """Ends the connection at once; a streaming server sees its client leave."""
        self._keep_alive = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio, as the next four."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def connection_lost(self, exc: Exception | None) -> None:
        """The server closed, or we did."""
        del exc
        self._lost = True
        if self._head_done and not self._head.framed:
            self._complete = True
        self._writable.set()
        self._wake()

    def pause_writing(self) -> None:
        """The server reads more slowly than we write."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """It has caught up."""
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        """Feeds the parser, which calls the methods below."""
        self._any_byte = True
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.close()
        self._wake()

    def on_status(self, status: bytes) -> None:
        """Reason phrases say nothing."""
        del status

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self._head.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """The head is whole; interim answers (1xx) are skipped."""
        self._head.status = self._parser.get_status_code()
        self._keep_alive = self._parser.should_keep_alive()
        if self._head.status < HTTPStatus.OK:
            self._head.headers.clear()
            return
        self._head_done = True
        if self._method == b"HEAD":  # the parser would wait for a body that never comes
            self._complete, self._keep_alive = True, False

    def on_body(self, body: bytes) -> None:
        """A piece of the body; reading pauses while too much lies here."""
        self._chunks.append(body)
        if sum(map(len, self._chunks)) > _READ_AHEAD_BYTES and self._transport is not None:
            self._held = True
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        """The answer is whole."""
        if self._head_done:
            self._complete = True

    def _reset(self, method: bytes) -> None:
        self._method = method
        self._parser = httptools.HttpResponseParser(self)
        self._head = Head()
        self._chunks: deque[bytes] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._head_done = self._complete = self._any_byte = self._held = False
        self._keep_alive = True

    def _write(self, data: bytes) -> None:
        if self._transport is None or self._lost:
            raise ConnectionLostError(before_any_byte=True)
        self._transport.write(data)

    async def _upload(self, request: Request, body: AsyncIterator[bytes]) -> None:
        chunked = not request.has_length
        self._write(request.head())
        async for part in body:
            await self._writable.wait()
            self._write(b"%x\r\n%b\r\n" % (len(part), part) if chunked else part)
        if chunked:
            self._write(b"0\r\n\r\n")

    async def _wait_until(self, ready: Callable[[], bool]) -> None:
        while not ready():
            if self._lost:
                raise ConnectionLostError(before_any_byte=not self._any_byte)
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class ConnectionLostError(Exception):
    """The server went away; `before_any_byte` of an answer had come."""

    def __init__(self, *, before_any_byte: bool) -> None:
        super().__init__("connection lost" + (" before any answer" if before_any_byte else ""))
        self.before_any_byte = before_any_byte


def _failed(upload: asyncio.Future[None]) -> bool:
    return upload.done() and not upload.cancelled() and upload.exception() is not None
