"""A small HTTP/1.1 client for one server of ours: pooled connections, raw headers, streams.

Every hop of a story passes here, so it parses with httptools and copies nothing; docs/adr/0012
has the measurements.
"""

import time
from collections.abc import AsyncIterator, Callable

from shared.http.connection import Connection, ConnectionLostError
from shared.http.message import Head, Request

PutBack = Callable[[Connection], None]
_IDLE_SECONDS = 4.0  # uvicorn closes idle connections after 5


class Response:
    """Status and headers, with the body still to be read."""

    def __init__(self, head: Head, connection: Connection, put_back: PutBack) -> None:
        self.status = head.status
        self.headers = head.headers
        self._connection = connection
        self._put_back: PutBack | None = put_back

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives."""
        while chunk := await self._connection.read_chunk():
            yield chunk

    async def read(self) -> bytes:
        """The whole body."""
        parts: list[bytes] = [chunk async for chunk in self.chunks()]
        return b"".join(parts)

    def release(self) -> None:
        """Gives the connection back; one whose body was not read to its end is closed."""
        put_back, self._put_back = self._put_back, None
        if put_back is not None:
            put_back(self._connection)


class HttpClient:
    """A pool of keep-alive connections to one server."""

    def __init__(self, port: int, host: str = "127.0.0.1", *, tls: bool = False) -> None:
        self._port = port
        self._host = host
        self._tls = tls
        self._idle: list[tuple[float, Connection]] = []
        self._closed = False

    async def send(self, request: Request) -> Response:
        """Sends and returns once the answer's headers are there.

        A connection that the server closed while it lay idle is replaced, once: the request
        cannot have been read then. Cancelling closes the connection, so the server notices.

        Raises:
            ConnectionLostError: No server, or it went away before it answered.
        """
        connection = self._take_idle()
        if connection is not None:
            try:
                return await self._exchange(connection, request)
            except ConnectionLostError as lost:
                if not lost.before_any_byte or not isinstance(request.body, bytes):
                    raise
        fresh = await Connection.open(self._port, self._host, tls=self._tls)
        return await self._exchange(fresh, request)

    def close(self) -> None:
        """Closes what is idle; connections in use close when they are released."""
        self._closed = True
        for _, connection in self._idle:
            connection.close()
        self._idle.clear()

    async def _exchange(self, connection: Connection, request: Request) -> Response:
        try:
            head = await connection.exchange(request)
        except BaseException:
            connection.close()
            raise
        return Response(head, connection, self._put_back)

    def _take_idle(self) -> Connection | None:
        while self._idle:
            since, connection = self._idle.pop()
            if connection.reusable and time.monotonic() - since < _IDLE_SECONDS:
                return connection
            connection.close()
        return None

    def _put_back(self, connection: Connection) -> None:
        if connection.reusable and not self._closed:
            self._idle.append((time.monotonic(), connection))
        else:
            connection.close()
