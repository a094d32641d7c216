import asyncio
import threading
from collections.abc import Callable

import pytest

from shared.errors import DependencyError
from shared.function.ports import Ports
from shared.function.preparing import Preparation
from shared.publisher import MemoryPublisher
from shared.stores.memory import MemoryStore
from shared.stores.store import Document


class Unreachable(MemoryStore):
    async def get(self, collection: str, key: str) -> Document | None:
        del collection, key
        raise DependencyError("mongodb")


def ports(store: MemoryStore) -> Callable[[], Ports]:
    return lambda: Ports(store=store, publisher=MemoryPublisher(), signing_key=b"key")


async def test_an_event_waits_for_what_is_being_loaded() -> None:
    loading, order = threading.Event(), list[str]()

    def load() -> None:
        loading.wait(5)
        order.append("loaded")

    preparation = Preparation([load, None], ports(MemoryStore()))
    preparation.start()
    waiting = asyncio.ensure_future(preparation.loaded())
    waiting.add_done_callback(lambda _: order.append("waited"))
    await asyncio.sleep(0.01)
    loading.set()
    await waiting
    await asyncio.sleep(0)

    assert order == ["loaded", "waited"]


async def test_nothing_is_loaded_twice() -> None:
    loaded = list[int]()
    preparation = Preparation([lambda: loaded.append(1)], ports(MemoryStore()))

    preparation.start()
    preparation.start()
    await preparation.loaded()

    assert loaded == [1]


async def test_an_event_that_comes_before_the_first_probe_waits_for_nothing() -> None:
    preparation = Preparation([lambda: pytest.fail("started")], ports(MemoryStore()))

    await preparation.loaded()


async def test_what_fails_keeps_neither_the_rest_nor_the_function_from_working() -> None:
    loaded = list[int]()

    def broken() -> None:
        raise ValueError("no brand file")

    preparation = Preparation([broken, lambda: loaded.append(1)], ports(Unreachable()))
    preparation.start()
    await preparation.loaded()
    await asyncio.sleep(0.01)

    assert loaded == [1]
