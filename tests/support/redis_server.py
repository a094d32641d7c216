"""A real Redis for tests: the server on PATH, else the one beside this Python."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_redis(folder: Path, port: int | None = None) -> Generator[str]:
    """Run a Redis without persistence, on this port or a free one; yield its URL."""
    port = port or free_port()
    process = subprocess.Popen(  # noqa: S603 - our own arguments
        [
            _binary(), "--port", f"{port}", "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "no", "--dir", str(folder),
        ],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_until_open(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _binary() -> str:
    beside = Path(sys.executable).parent / "redis-server"
    return shutil.which("redis-server") or str(beside)


def _wait_until_open(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError
