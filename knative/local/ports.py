"""Free ports on the loopback interface, and waiting for a server to listen."""

import asyncio
import socket
from collections.abc import Callable

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


async def wait_listening(
    port: int, *, name: str, alive: Callable[[], bool], timeout_seconds: float
) -> None:
    """Returns once `port` accepts connections.

    Raises:
        StartError: The process ended, or the time is over.
    """
    deadline = asyncio.get_running_loop().time() + timeout_seconds
    while asyncio.get_running_loop().time() < deadline:
        if not alive():
            raise StartError(name, "it ended while starting")
        try:
            _, writer = await asyncio.open_connection(LOOPBACK, port)
        except OSError:
            await asyncio.sleep(0.02)
        else:
            writer.close()
            return
    raise StartError(name, f"not listening after {timeout_seconds:g} s")


class StartError(Exception):
    """Something the supervisor started did not come up."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name = name
