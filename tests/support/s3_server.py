"""A real object store for tests: SeaweedFS, the one that `make run` embeds."""

import asyncio
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from knative.local.ports import wait_listening
from knative.local.s3 import remove_sockets, s3_command, s3_credentials, wait_storing
from tests.support.redis_server import free_port


@contextmanager
def running_s3(folder: Path) -> Generator[dict[str, str]]:
    """Run an object store; yield the environment that names it."""
    credentials = s3_credentials(folder)
    port, filer_port = free_port(), free_port()
    process = subprocess.Popen(  # noqa: S603 - our own arguments
        s3_command(folder, port, filer_port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        asyncio.run(_wait_ready(process, port, filer_port))
        yield {
            "S3_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": credentials.access_key_id,
            "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key,
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    finally:
        process.kill()  # it takes 15 seconds to end in order
        process.wait(20)
        remove_sockets(folder)


async def _wait_ready(process: subprocess.Popen[bytes], port: int, filer_port: int) -> None:
    """Return once files can be stored, and S3, which starts after that, listens."""
    await wait_storing(filer_port, timeout_seconds=60)
    await wait_listening(port, name="s3", alive=lambda: process.poll() is None, timeout_seconds=60)
