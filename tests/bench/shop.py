"""The whole shop as `make run` starts it, in a folder of its own."""

import asyncio
import json
import os
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from knative.local.children import start_child, stop_child
from tests.bench.calls import Caller

ROOT = Path(__file__).parents[2]
ADMIN_TOKEN = "bench"
START_SECONDS = 120.0
_NO_LIMIT = "1000000"


@dataclass(frozen=True)
class Front:
    """What shoppers meet of a shop, wherever it runs.

    Attributes:
        gateway: client of the public door.
        meta: client of the imitated Graph API's control side.
        secrets: secrets of this shop.
    """

    gateway: Caller
    meta: Caller
    secrets: Mapping[str, str]


@dataclass(frozen=True)
class Shop(Front):
    """A shop that runs on this machine.

    Attributes:
        data: its folder.
        ready_seconds: from starting the process to the banner.
        admin: client of the platform's own door (`/processes`, `/chaos`).
        meta_url: where the imitated Graph API is, with its version.
        stores: URLs of the stores, as environment variables.
    """

    data: Path
    ready_seconds: float
    admin: Caller
    meta_url: str
    stores: dict[str, str]

    async def function_url(self, service: str) -> str:
        """Return where the running process of a Service listens."""
        states = (await self.admin.json("GET", "/processes")).json()["processes"]
        found = cast("list[dict[str, object]]", states)
        port = next(one["port"] for one in found if one["name"] == service)
        return f"http://127.0.0.1:{port}"


@asynccontextmanager
async def running_shop(
    data: Path, *, grace_seconds: float = 20, given: Mapping[str, str] | None = None
) -> AsyncGenerator[Shop]:
    """Run the shop; limits per shopper are lifted, so that few shoppers can load it."""
    environment = {
        **os.environ,
        **(given or {}),
        "PYTHONPATH": str(ROOT),
        "DATA_DIR": str(data),
        "PORT": "0",
        "ADMIN_TOKEN": ADMIN_TOKEN,
        "MESSAGES_PER_MINUTE": _NO_LIMIT,
        "RATE_LIMIT_PER_MINUTE": _NO_LIMIT,
    }
    for name in ("LOCAL_CHART", "CHAOS", "LOG", "FAULT_POINTS"):
        environment.pop(name, None)
    began = time.perf_counter()
    command = (sys.executable, "-m", "knative.local")
    child = await start_child(command, log=data / "run.log", env=environment, cwd=ROOT)
    try:
        await _ready(data, child)
        yield _shop(data, time.perf_counter() - began)
    finally:
        await stop_child(child, grace_seconds=grace_seconds)


async def _ready(data: Path, child: Process) -> None:
    async with asyncio.timeout(START_SECONDS):
        while not (data / "admin.json").exists():
            if child.returncode is not None:
                raise ShopEndedError(data / "run.log")
            await asyncio.sleep(0.01)


def _shop(data: Path, ready_seconds: float) -> Shop:
    addresses: dict[str, str] = json.loads((data / "admin.json").read_text())
    return Shop(
        data=data,
        ready_seconds=ready_seconds,
        gateway=Caller(addresses["gateway"]),
        admin=Caller(addresses["admin"]),
        meta=Caller(addresses["meta"]),
        meta_url=addresses["meta"],
        secrets=json.loads((data / "secrets.json").read_text()),
        stores=json.loads((data / "stores.json").read_text()),
    )


class ShopEndedError(Exception):
    """The shop did not start."""

    def __init__(self, log: Path) -> None:
        super().__init__(f"the shop ended while starting: {log.read_text()[-2000:]}")
