"""Breakers that pods share, and those a process keeps for itself."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from knative.local.stores import StoreUrls
from shared.llm.breakers import Breakers
from tests.support.redis_server import free_port, running_redis

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
A, B = "openai/a", "anthropic/b"


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


def client(url: str) -> Redis:
    return Redis.from_url(url, decode_responses=True)  # pyright: ignore[reportUnknownMemberType]


@pytest.fixture
async def redis(store_urls: StoreUrls) -> AsyncIterator[Redis]:
    connected = client(store_urls.redis_url)
    await connected.flushdb()  # pyright: ignore[reportUnknownMemberType]
    yield connected
    await connected.aclose()


@pytest.mark.stores
async def test_failures_of_all_pods_add_up(redis: Redis) -> None:
    clock = Clock()
    pods = [Breakers(redis, clock) for _ in range(5)]
    for pod in pods[:4]:
        await pod.failed(A)
    assert await pods[0].admits(A)

    await pods[4].failed(A)

    assert not await pods[0].admits(A)
    assert await pods[0].admits(B)


class ReadTogether:
    """A client whose answers to the first reads come when all pods have read."""

    def __init__(self, redis: Redis, pods: int) -> None:
        self._redis: Any = redis
        self._all = asyncio.Barrier(pods)

    async def get(self, key: str) -> str | None:
        value = await self._redis.get(key)
        await self._all.wait()
        return value

    async def eval(self, *call: object) -> str | None:
        return await self._redis.eval(*call)


@pytest.mark.stores
async def test_of_all_pods_one_probes(redis: Redis) -> None:
    clock = Clock()
    for _ in range(5):
        await Breakers(redis, clock).failed(A)
    clock.at += timedelta(seconds=60)
    together: Any = ReadTogether(redis, 8)
    pods = [Breakers(together, clock) for _ in range(8)]

    admitted = await asyncio.gather(*(pod.admits(A) for pod in pods))

    assert sorted(admitted) == [False] * 7 + [True]


@pytest.mark.stores
async def test_a_success_closes_it_for_all_and_leaves_nothing_behind(redis: Redis) -> None:
    clock = Clock()
    one, other = Breakers(redis, clock), Breakers(redis, clock)
    for _ in range(5):
        await one.failed(A)
    clock.at += timedelta(seconds=60)
    assert await one.admits(A)

    await one.succeeded(A)

    assert await other.admits(A)
    assert await redis.exists(f"llm:breaker:{A}") == 0


@pytest.mark.stores
async def test_what_is_kept_ends_by_itself(redis: Redis) -> None:
    await Breakers(redis, Clock()).failed(A)

    assert 590_000 < await redis.pttl(f"llm:breaker:{A}") <= 600_000


@pytest.mark.stores
async def test_nonsense_in_redis_counts_as_nothing(redis: Redis) -> None:
    await redis.set(f"llm:breaker:{A}", "nonsense")
    pod = Breakers(redis, Clock())

    assert await pod.admits(A)
    await pod.failed(A)

    assert await redis.get(f"llm:breaker:{A}") != "nonsense"


async def test_without_redis_a_process_keeps_its_own() -> None:
    clock = Clock()
    pod, other = Breakers(None, clock), Breakers(None, clock)
    for _ in range(5):
        await pod.failed(A)

    assert not await pod.admits(A)
    assert await other.admits(A)
    clock.at += timedelta(seconds=60)
    assert await pod.admits(A)
    assert not await pod.admits(A)


async def test_with_redis_gone_a_process_goes_on_by_what_it_knew(tmp_path: Path) -> None:
    clock = Clock()
    port = free_port()
    with running_redis(tmp_path, port) as url:
        connected = client(url)
        pod = Breakers(connected, clock)
        for _ in range(4):
            await pod.failed(A)
        assert await pod.admits(A)

    await pod.failed(A)

    assert not await pod.admits(A)
    await connected.aclose()
