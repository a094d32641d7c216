"""Words before their message, in a real Redis: of whom they are shown, and until when."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from shared.chat_streams import ALL, Added, Speaker, add, words_key
from shared.chat_words import Words, show_words, words_now
from tests.support.redis_server import running_redis

CHAT = "fashion|web|c1"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture
async def redis(url: str) -> AsyncIterator[Any]:
    client: Any = Redis.from_url(url, decode_responses=True)  # pyright: ignore[reportUnknownMemberType]
    await client.flushdb()
    yield client
    await client.aclose()


def said(text: str, *, turn: str = "t1", epoch: int = 1) -> Words:
    return Words(turn_id=turn, epoch=epoch, text=text)


async def told(redis: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return what the pods' readers were told."""
    entries = await redis.xrange(ALL)
    return [(fields["name"], json.loads(fields["data"])) for _, fields in entries]


async def finish(redis: Any, turn: str = "t1", speaker: Speaker = "seller") -> None:
    await add(redis, CHAT, f"end {turn}", Added("message.created", {}, turn, speaker))


async def test_words_are_told_to_all_pods_and_kept_for_who_comes_later(redis: Any) -> None:
    assert await show_words(redis, CHAT, said("They run well."))

    ((name, body),) = await told(redis)
    assert name == "message.delta"
    assert body == {"turnId": "t1", "epoch": 1, "text": "They run well.", "takenBack": False}
    assert await words_now(redis, CHAT) == said("They run well.")
    assert await redis.exists(f"chat:{{{CHAT}}}") == 0  # nobody resumes after words


async def test_a_late_holder_is_not_shown(redis: Any) -> None:
    await show_words(redis, CHAT, said("New.", epoch=2))

    assert not await show_words(redis, CHAT, said("Late.", epoch=1))

    assert await words_now(redis, CHAT) == said("New.", epoch=2)
    assert len(await told(redis)) == 1


async def test_the_next_epoch_replaces_what_the_one_before_said(redis: Any) -> None:
    await show_words(redis, CHAT, said("Let me look.", epoch=9))

    assert await show_words(redis, CHAT, said("Found them.", epoch=10))

    assert await words_now(redis, CHAT) == said("Found them.", epoch=10)


async def test_the_message_ends_its_words_and_those_that_come_after_it(redis: Any) -> None:
    await show_words(redis, CHAT, said("They run"))

    await finish(redis)

    assert await words_now(redis, CHAT) is None
    assert not await show_words(redis, CHAT, said("They run well.", epoch=7))
    assert [name for name, _ in await told(redis)] == ["message.delta", "message.created"]


async def test_a_message_that_comes_late_leaves_the_words_of_the_next_turn(redis: Any) -> None:
    await show_words(redis, CHAT, said("Next.", turn="t2"))

    await finish(redis, "t1")

    assert await words_now(redis, CHAT) == said("Next.", turn="t2")


async def test_words_that_are_taken_back_are_gone(redis: Any) -> None:
    await show_words(redis, CHAT, said("They run"))

    await show_words(redis, CHAT, Words(turn_id="t1", epoch=1, taken_back=True))

    assert await words_now(redis, CHAT) is None
    assert (await told(redis))[-1][1]["takenBack"] is True
    assert await show_words(redis, CHAT, said("Light ones."))


async def test_when_a_person_takes_over_words_are_taken_back_and_no_more_are_shown(
    redis: Any,
) -> None:
    await show_words(redis, CHAT, said("They run", epoch=4))

    await add(redis, CHAT, "e1", Added("agent.assigned", {}, None, "other"))

    taken_back = {"turnId": "t1", "epoch": 4, "text": "", "takenBack": True}
    assert (await told(redis))[1:] == [("agent.assigned", {}), ("message.delta", taken_back)]
    assert await words_now(redis, CHAT) is None
    assert not await show_words(redis, CHAT, said("They run well.", epoch=4))
    assert not await show_words(redis, CHAT, said("Another turn.", turn="t2"))


async def test_handed_back_the_seller_is_heard_again_but_not_the_turn_that_was_cut(
    redis: Any,
) -> None:
    await show_words(redis, CHAT, said("They run"))
    await add(redis, CHAT, "e1", Added("agent.assigned", {}, None, "other"))

    await add(redis, CHAT, "e2", Added("conversation.updated", {}, None, "seller"))

    assert not await show_words(redis, CHAT, said("They run well."))
    assert await show_words(redis, CHAT, said("Hello again.", turn="t2"))


async def test_words_are_forgotten_after_a_day_at_the_latest(redis: Any) -> None:
    await show_words(redis, CHAT, said("They run"))

    assert 0 < await redis.ttl(words_key(CHAT)) <= 24 * 3600
    assert 0 < await redis.ttl(ALL) <= 24 * 3600


async def test_a_redis_that_is_away_is_one_plain_error() -> None:
    away = Redis(port=1, retry=Retry(NoBackoff(), 0))

    with pytest.raises(OSError, match="ConnectionError"):
        await show_words(away, CHAT, said("They run"))
