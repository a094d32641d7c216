"""The embedded stores: real clients, and nothing acknowledged is lost by kill -9."""

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import redis
from botocore.config import Config
from pymongo import MongoClient

from knative.local.lock import DataDirectoryBusyError, data_lock
from knative.local.s3 import s3_command
from knative.local.stores import StoreUrls, embedded_stores
from tests.knative.local_run import alive

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.stores
WRITES = 50


def mongo(urls: StoreUrls) -> MongoClient[dict[str, Any]]:
    return MongoClient(urls.mongodb_uri, w="majority", journal=True, timeoutMS=30000)


def cache_of(urls: StoreUrls) -> redis.Redis:
    return redis.Redis.from_url(urls.redis_url)  # pyright: ignore[reportUnknownMemberType]


def s3(urls: StoreUrls) -> "S3Client":
    import boto3

    return boto3.client(  # pyright: ignore[reportUnknownMemberType]
        "s3",
        endpoint_url=urls.s3_endpoint_url,
        aws_access_key_id=urls.aws_access_key_id,
        aws_secret_access_key=urls.aws_secret_access_key,
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 1}),
    )


def open_files(pid: int) -> list[str]:
    return [one.readlink().name for one in Path(f"/proc/{pid}/fd").iterdir() if one.exists()]


async def test_what_was_acknowledged_outlives_kill_9_of_every_store(tmp_path: Path) -> None:
    async with embedded_stores(tmp_path) as urls:
        with mongo(urls) as client, cache_of(urls) as cache:
            for number in range(WRITES):
                client["shop"]["orders"].insert_one({"_id": f"o{number}", "version": 0})
                client["shop"]["orders"].replace_one(
                    {"_id": f"o{number}", "version": 0}, {"version": 1}
                )
                cache.set(f"session:{number}", number)
            s3(urls).put_object(Bucket="agent-store", Key="receipt", Body=b"paid")
            for pid in urls.pids.values():
                os.kill(pid, signal.SIGKILL)

    async with embedded_stores(tmp_path) as urls:
        with mongo(urls) as client, cache_of(urls) as cache:
            assert client["shop"]["orders"].count_documents({"version": 1}) == WRITES
            assert cache.get(f"session:{WRITES - 1}") == str(WRITES - 1).encode()
            stored = s3(urls).get_object(Bucket="agent-store", Key="receipt")["Body"].read()
            assert stored == b"paid"
        pids = urls.pids
    assert set(pids) == {"mongo", "redis", "s3"}
    assert not any(alive(pid) for pid in pids.values())


async def test_nothing_of_theirs_stays_in_the_machines_temporary_folder(tmp_path: Path) -> None:
    async with embedded_stores(tmp_path) as urls:
        s3(urls).put_object(Bucket="agent-store", Key="receipt", Body=b"paid")
        sockets = [Path(one) for one in (tmp_path / "s3" / "sockets").read_text().split()]
        made = [one for one in sockets if one.exists()]
        opened = open_files(urls.pids["s3"])

    assert len(made) == len(sockets) == 6
    assert [one for one in sockets if one.exists()] == []
    assert opened
    assert [one for one in opened if one.startswith("weed.")] == []


async def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / "left.sock"
    left.touch()
    (tmp_path / "s3").mkdir()
    (tmp_path / "s3" / "sockets").write_text(str(left))

    s3_command(tmp_path / "s3", port=1, filer_port=2)

    assert not left.exists()


async def test_stores_given_by_url_are_not_started(tmp_path: Path) -> None:
    given = {
        "MONGODB_URI": "mongodb://elsewhere/db",
        "REDIS_URL": "redis://elsewhere",
        "S3_ENDPOINT_URL": "https://elsewhere",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }

    async with embedded_stores(tmp_path, given=given) as urls:
        assert urls.environment() == given
        assert urls.pids == {}


def test_a_data_directory_is_used_by_one_at_a_time(tmp_path: Path) -> None:
    with (
        data_lock(tmp_path),
        pytest.raises(DataDirectoryBusyError),
        data_lock(tmp_path, wait_seconds=0.1),
    ):
        pass

    with data_lock(tmp_path, wait_seconds=0):
        pass
