import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from shared import clients
from tests.support.redis_server import running_redis
from tests.support.s3_server import running_s3


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(scope="session")
def s3_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with running_s3(tmp_path_factory.mktemp("s3")) as environment:
        yield environment


@pytest.fixture
async def fresh_clients() -> AsyncIterator[None]:
    """Make clients anew: each test has its own event loop, and leaves nothing running on it."""
    caches = (clients.http_client, clients.redis_client, clients.s3_client)
    for cache in caches:
        cache.cache_clear()
    yield
    # what still runs would connect again after its client was closed
    running = asyncio.all_tasks() - {asyncio.current_task()}
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    if clients.http_client.cache_info().currsize:
        await clients.http_client().aclose()
    if clients.redis_client.cache_info().currsize:
        await clients.redis_client().aclose()
    for cache in caches:
        cache.cache_clear()
