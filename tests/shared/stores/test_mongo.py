import gc
import warnings
from collections.abc import Awaitable, Callable, Iterator

import pytest
from pymongo import AsyncMongoClient

from shared.errors import DependencyError
from shared.stores.mongo import MongoStore
from shared.stores.store import Document
from tests.support.redis_server import free_port

CALLS: dict[str, Callable[[MongoStore], Awaitable[object]]] = {
    "get": lambda store: store.get("things", "a"),
    "insert": lambda store: store.insert("things", {"_id": "a"}),
    "update": lambda store: store.update("things", {"_id": "a"}, {"$set": {"n": 1}}, upsert=True),
    "find": lambda store: store.find("things", {}),
    "count": lambda store: store.count("things", {}),
    "delete": lambda store: store.delete("things", {}),
}


@pytest.fixture
def unconnected_sockets_left_to_the_collector() -> Iterator[None]:
    """The client leaves each socket that could not be connected unclosed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.mark.usefixtures("unconnected_sockets_left_to_the_collector")
@pytest.mark.parametrize("call", CALLS)
async def test_a_database_that_does_not_answer_is_a_dependency_that_is_down(call: str) -> None:
    nobody = f"mongodb://127.0.0.1:{free_port()}"
    async with AsyncMongoClient[Document](nobody, serverSelectionTimeoutMS=50) as client:
        with pytest.raises(DependencyError) as raised:
            await CALLS[call](MongoStore(client["shop"]))

    assert raised.value.status == 503
