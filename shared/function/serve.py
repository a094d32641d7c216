"""Entry point of every container: `python -m shared.function.serve`.

Serves the function named by `FUNCTION_SOURCE` (a main.py) on `PORT`. functions-framework's own
server would cut requests 30 seconds after SIGTERM; this one lets them end.
"""

import asyncio
import contextlib
import gc
import os
import socket
import sys
from typing import Final

import uvicorn

ALLOCATIONS_BETWEEN_COLLECTIONS: Final = 10_000
"""The default of 700 collects several times while one event is handled."""


class Server(uvicorn.Server):
    """Makes the first request itself: that starts what the function does in the background.

    Nobody else may ever make one: the relay is only called when something went wrong.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then wake the function."""
        await super().startup(sockets)
        if self.started:
            self._waking = asyncio.ensure_future(_wake(self.config.port))


def run() -> None:
    """Serve until SIGTERM, then finish what is in flight."""
    os.environ.setdefault("FUNCTION_TARGET", "main")
    os.environ.setdefault("FUNCTION_SIGNATURE_TYPE", "http")
    config = uvicorn.Config(
        "functions_framework.aio:create_asgi_app",
        factory=True,
        host=os.environ.get("HOST", "0.0.0.0"),  # noqa: S104 - the pod's own network
        port=int(os.environ.get("PORT", "8080")),
        timeout_graceful_shutdown=int(os.environ.get("SHUTDOWN_SECONDS", "110")),
        access_log=False,
        log_level="warning",
        lifespan="off",
        server_header=False,
    )
    config.load_app()
    _keep_what_is_loaded()
    server = Server(config)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit("could not listen")


def _keep_what_is_loaded() -> None:
    """Spare the collector what lives as long as the process: classes, functions, schemas."""
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS)
    gc.enable()


async def _wake(port: int) -> None:
    with contextlib.suppress(OSError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: local\r\nConnection: close\r\n\r\n")
        await reader.read()
        writer.close()


if __name__ == "__main__":
    gc.disable()  # nothing that is loaded now is ever thrown away
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looks through every package
    from shared.settings import MissingSettingError, settings

    try:
        settings().require("k_sink", "mongodb_uri", "event_signing_key")
    except MissingSettingError as error:
        sys.exit(str(error))
    run()
