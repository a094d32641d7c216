"""What is kept of customers in the object store and in Redis goes, too."""

import pytest

from functions.identity.outside import delete_chats, delete_media, delete_sessions
from shared.clients import redis_client, s3_client
from shared.errors import DependencyError
from shared.settings import settings

pytestmark = pytest.mark.usefixtures("fresh_clients")


async def test_files_are_deleted_and_one_that_is_gone_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch, s3_environment: dict[str, str]
) -> None:
    for name, value in s3_environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("S3_BUCKET", "erasures")
    settings.cache_clear()
    bucket = settings().s3_bucket
    s3_client().create_bucket(Bucket=bucket)
    for key in ("media/a", "media/b", "media/c"):
        s3_client().put_object(Bucket=bucket, Key=key, Body=b"voice")

    await delete_media(["media/a", "media/b", "media/gone"])

    left = s3_client().list_objects_v2(Bucket=bucket).get("Contents", [])
    assert [one.get("Key") for one in left] == ["media/c"]


async def test_copies_of_sessions_and_streams_of_chats_are_deleted(
    monkeypatch: pytest.MonkeyPatch, redis_url: str
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)
    settings.cache_clear()
    redis = redis_client()
    chat = "chat:{fashion|web|c1}"
    theirs = ["session:s1", chat, f"{chat}:seen", f"{chat}:words"]
    for key in (*theirs, "session:s2"):
        await redis.set(key, "secret")

    await delete_sessions(["s1"])
    await delete_chats(["fashion|web|c1"])

    assert [await redis.exists(key) for key in (*theirs, "session:s2")] == [0, 0, 0, 0, 1]


async def test_without_redis_it_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9/0")
    settings.cache_clear()

    with pytest.raises(DependencyError):
        await delete_sessions(["s1"])
