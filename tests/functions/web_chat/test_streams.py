"""Streams of chats keep no text for longer than a day."""

import time

import pytest

from shared.chat_streams import ALL, Added, add, stream_key
from shared.clients import redis_client
from shared.settings import settings


@pytest.mark.usefixtures("fresh_clients")
async def test_a_stream_that_is_written_to_loses_what_is_older_than_a_day(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)
    settings.cache_clear()
    redis = redis_client()
    await redis.delete(ALL)
    now_ms = int(time.time() * 1000)
    hour = 3_600_000
    for key in (stream_key("c"), ALL):
        for age in (25 * hour, 23 * hour):
            await redis.xadd(key, {"data": "{}"}, id=f"{now_ms - age}-0")

    await add(redis, "c", "event", Added("message.created", {}))

    for key in (stream_key("c"), ALL):
        entries = await redis.xrange(key)
        assert [one[0] for one in entries][:-1] == [f"{now_ms - 23 * hour}-0"]
        assert len(entries) == 2
