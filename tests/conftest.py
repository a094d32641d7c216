import itertools
import os
from collections.abc import AsyncIterator, Iterator

import pytest

from knative.local.stores import StoreUrls
from shared import clients
from shared.settings import settings
from shared.stores.memory import MemoryStore
from shared.stores.store import Store
from tests.support.stores import running_stores

os.environ.setdefault("EVENT_SIGNING_KEY", "test-signing-key")

NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()
    left = clients.redis_client.cache_info().currsize
    clients.redis_client.cache_clear()
    assert not left, "this test leaves a Redis client open: it needs the fixture `fresh_clients`"


@pytest.fixture(scope="session")
def store_urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreUrls]:
    """MongoDB and Redis of this test process; a test keeps to a database of its own."""
    with running_stores(tmp_path_factory.mktemp("stores")) as urls:
        yield urls


@pytest.fixture
async def mongo(store_urls: StoreUrls, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    """MongoDB through the functions' own client, with a database that is this test's."""
    monkeypatch.setenv("MONGODB_URI", store_urls.mongodb_uri)
    monkeypatch.setenv("MONGODB_DATABASE", f"test{next(NUMBERS)}")
    settings.cache_clear()
    caches = (clients.mongo_client, clients.mongo_store)
    for cache in caches:
        cache.cache_clear()
    yield clients.mongo_store()
    await clients.mongo_client().close()
    for cache in caches:
        cache.cache_clear()


@pytest.fixture(params=["memory", pytest.param("mongo", marks=pytest.mark.stores)])
def store(request: pytest.FixtureRequest) -> Store:
    """Each store that functions may run on, one after the other."""
    if request.param == "memory":
        return MemoryStore()
    mongo: Store = request.getfixturevalue("mongo")
    return mongo
