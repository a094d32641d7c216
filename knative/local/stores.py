"""The embedded stores: MongoDB, Redis and S3 as processes of this machine, kept in one directory.

`python -m knative.local.stores` runs them by themselves until it is stopped, and prints the
variables that point to them.
"""

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

from knative.local.children import start_child, stop_child
from knative.local.lock import data_lock
from knative.local.mongo import mongo_command, mongo_flavour
from knative.local.ports import free_port, wait_listening
from knative.local.redis import redis_command
from knative.local.s3 import remove_sockets, s3_command, s3_credentials, wait_storing

_START_TIMEOUT_SECONDS = 60.0
# SeaweedFS waits ten seconds for peers it does not have; what it answered is on disk anyway.
_STOP_GRACE_SECONDS = {"mongo": 5.0, "redis": 5.0, "s3": 0.0}


@dataclass(frozen=True)
class StoreUrls:
    """Where the stores are, and what S3 wants to see. `pids` holds those started here."""

    mongodb_uri: str
    redis_url: str
    s3_endpoint_url: str
    aws_access_key_id: str
    aws_secret_access_key: str
    mongodb_flavour: str
    pids: Mapping[str, int]

    def environment(self) -> dict[str, str]:
        """The variables that functions read them from."""
        names = [each.name for each in fields(self)][:5]
        return {name.upper(): str(getattr(self, name)) for name in names}


@asynccontextmanager
async def embedded_stores(
    data: Path, *, given: Mapping[str, str] | None = None
) -> AsyncGenerator[StoreUrls, None]:
    """Starts what `given` (the environment) has no URL for; stops it at the end.

    Args:
        data: Directory of their files, locked meanwhile; it survives restarts.
        given: `MONGODB_URI`, `REDIS_URL`, `S3_ENDPOINT_URL` replace the embedded ones.
    """
    given = given or {}
    children: dict[str, Process] = {}
    with data_lock(data) as lock:
        try:
            async with asyncio.TaskGroup() as starting:
                mongo = starting.create_task(_mongo(data, given, children, lock))
                redis = starting.create_task(_redis(data, given, children, lock))
                s3 = starting.create_task(_s3(data, given, children, lock))
            pids = {name: child.pid for name, child in children.items()}
            flavour = "given" if given.get("MONGODB_URI") else mongo_flavour()
            yield StoreUrls(mongo.result(), redis.result(), *s3.result(), flavour, pids)
        finally:
            stopping = (
                stop_child(child, grace_seconds=_STOP_GRACE_SECONDS[name])
                for name, child in children.items()
            )
            await asyncio.shield(asyncio.gather(*stopping))
            await asyncio.to_thread(remove_sockets, data / "s3")


async def _mongo(
    data: Path, given: Mapping[str, str], children: dict[str, Process], lock: int
) -> str:
    if uri := given.get("MONGODB_URI"):
        return uri
    port = await _serve("mongo", mongo_command, data, children, lock)
    return f"mongodb://127.0.0.1:{port}/agent_store"


async def _redis(
    data: Path, given: Mapping[str, str], children: dict[str, Process], lock: int
) -> str:
    if url := given.get("REDIS_URL"):
        return url
    return f"redis://127.0.0.1:{await _serve('redis', redis_command, data, children, lock)}/0"


async def _s3(
    data: Path, given: Mapping[str, str], children: dict[str, Process], lock: int
) -> tuple[str, str, str]:
    if url := given.get("S3_ENDPOINT_URL"):
        keys = (given.get("AWS_ACCESS_KEY_ID", ""), given.get("AWS_SECRET_ACCESS_KEY", ""))
        return (url, *keys)
    credentials = s3_credentials(data / "s3")
    filer_port = free_port()
    command = partial(s3_command, filer_port=filer_port)
    port = await _serve("s3", command, data, children, lock)
    await wait_storing(filer_port, timeout_seconds=_START_TIMEOUT_SECONDS)
    url = f"http://127.0.0.1:{port}"
    return url, credentials.access_key_id, credentials.secret_access_key


async def _serve(
    name: str,
    command: Callable[[Path, int], list[str]],
    data: Path,
    children: dict[str, Process],
    lock: int,
) -> int:
    port = free_port()
    words = await asyncio.to_thread(command, data / name, port)
    log = data / "logs" / "stores" / f"{name}.log"
    child = await start_child(words, log=log, env=os.environ, keep_open=(lock,))
    children[name] = child
    await wait_listening(
        port,
        name=f"{name} (see {log})",
        alive=lambda: child.returncode is None,
        timeout_seconds=_START_TIMEOUT_SECONDS,
    )
    return port


async def _main() -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    data = Path(os.environ.get("DATA_DIR", ".data"))
    async with embedded_stores(data, given=os.environ) as stores:
        for name, value in stores.environment().items():
            print(f"export {name}={value}", flush=True)
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(_main())
