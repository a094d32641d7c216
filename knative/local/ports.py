"""Free ports on the loopback interface, and waiting for a server to listen."""

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from functools import cache

LOOPBACK = "127.0.0.1"
_REMEMBERED = 500


def free_port() -> int:
    """A port nobody listens on at this moment, and that was not given to somebody else lately.

    The system may give a free port out twice before the first process listens there; the second
    would then be taken for the first.
    """
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        if port not in _given():
            _given().append(port)
            return port


@cache
def _given() -> deque[int]:
    return deque(maxlen=_REMEMBERED)


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
