"""uvicorn inside the supervisor: several servers in one loop, none of them owning the signals."""

import asyncio
import logging
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, MutableMapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


@asynccontextmanager
async def serve(
    app: App, port: int = 0, protocol: type[asyncio.Protocol] | None = None
) -> AsyncGenerator[int, None]:
    """Serves `app` on 127.0.0.1; yields the port.

    Args:
        app: What answers.
        port: Any free one if 0.
        protocol: Speaks HTTP; uvicorn's own if None, which trusts its callers.

    Raises:
        PortBusyError: Somebody else listens there.
    """
    listening = _listen(port)
    config = uvicorn.Config(
        app,
        loop="none",
        http=protocol or "httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # callers must not choose their own address
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    await server.listening.wait()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        # Streams that are cut off on purpose now would each be reported as an error.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await running


async def respond(
    send: Send, status: int, body: bytes = b"", *, content_type: bytes = b"text/plain"
) -> None:
    """A whole answer; without a body it has no content type either."""
    headers = [(b"content-length", str(len(body)).encode())]
    if body:
        headers.append((b"content-type", content_type))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        raise PortBusyError(port) from error
    listening.listen(2048)
    listening.settimeout(0)
    return listening


class PortBusyError(Exception):
    """The port is taken."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use; set PORT to another")
