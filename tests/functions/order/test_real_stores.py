"""The same checkout on the embedded stores, with real races."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any, cast

import pytest
import pytest_asyncio
from pymongo import AsyncMongoClient

from functions.order.lease import leased
from functions.order.outside import S3Documents
from functions.order.records import numbered
from knative.local.stores import StoreUrls, embedded_stores
from shared.clients import s3_client
from shared.clock import now
from shared.errors import BusyError
from shared.events.orders import OrderPaymentDue
from shared.function.serving import event_delivery
from shared.models.order import OrderStatus
from shared.settings import settings
from shared.stores.memory import MemoryStore
from shared.stores.mongo import MongoStore
from tests.functions.order.shop import Shop, create
from tests.support.drive import Memory, deliver, envelope_of

pytestmark = [pytest.mark.stores, pytest.mark.asyncio(loop_scope="module")]
BUYERS = 12


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_stores(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[StoreUrls]:
    async with embedded_stores(tmp_path_factory.mktemp("stores")) as urls:
        yield urls


@pytest.fixture
def stores(
    running_stores: StoreUrls, shop_settings: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[StoreUrls]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    for name, value in running_stores.environment().items():
        monkeypatch.setenv(name, value)
    # only counts callers, through a client that would outlive this module's loop
    monkeypatch.delenv("REDIS_URL")
    settings.cache_clear()
    s3_client.cache_clear()
    assert shop_settings is None
    yield running_stores
    s3_client.cache_clear()


async def test_buyers_race_and_payments_race_their_deadline(stores: StoreUrls) -> None:
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        stores.mongodb_uri, tz_aware=True, w="majority", journal=True
    )
    store = cast("MemoryStore", MongoStore(client["race"]))  # same protocol
    shop = await Shop(stock=BUYERS, memory=Memory(store=store)).open()
    try:
        events = [
            envelope_of(create(f"q{i}", f"buyer-{i}"), cause=f"q{i}", now=now())
            for i in range(BUYERS)
        ]
        await asyncio.gather(*(deliver(shop.api, one) for one in events for _ in range(2)))
        await shop.mesh.settle()
        orders = [one["state"] for one in await store.find("orders", {})]
        placed = [one["number"] for one in orders if one["status"] == "pending_payment"]
        # Each order takes three pairs of socks.
        assert len(placed) == BUYERS // 3
        assert len({one["number"] for one in orders}) == BUYERS

        await asyncio.gather(*(race(shop, number) for number in placed))
        await shop.mesh.settle()

        ended = [await shop.order(number) for number in placed]
        books = {one["number"]: one for one in await store.find("test_payments", {})}
        for order in ended:
            book = books[order.number]
            kept = book["status"] == "paid" and book["refunded_minor"] == 0
            assert order.status in {OrderStatus.CONFIRMED, OrderStatus.CANCELLED}
            assert kept == (order.status is OrderStatus.CONFIRMED)
        confirmed = sum(one.status is OrderStatus.CONFIRMED for one in ended)
        stock = await store.get("stock", "fashion|SOCK-M")
        assert stock is not None
        assert stock["available"] == BUYERS - 3 * confirmed
        assert stock["holds"] == {}
    finally:
        await client.close()


async def race(shop: Shop, number: str) -> None:
    """Pay at the moment the time is over."""
    path = await shop.page(number)
    due = envelope_of(OrderPaymentDue(number=number), cause=number, now=now() + timedelta(hours=1))
    pay = shop.api.post(path, data={"outcome": "succeeded"})
    await asyncio.gather(pay, deliver(shop.api, due))


async def test_one_delivery_at_a_time_calls_a_provider(stores: StoreUrls) -> None:
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(stores.mongodb_uri, tz_aware=True)
    store = cast("MemoryStore", MongoStore(client["lease"]))  # same protocol
    shop = await Shop(memory=Memory(store=store)).open()
    try:
        found = await numbered(store, await shop.buy())
        assert found is not None
        first, second = (
            event_delivery(
                "order-processor",
                envelope_of(OrderPaymentDue(number="n"), cause=cause),
                shop.memory.ports(),
                now(),
            )
            for cause in ("first", "second")
        )

        async with leased(first, found.key):
            with pytest.raises(BusyError):
                async with leased(second, found.key):
                    pass
        async with leased(second, found.key):
            pass

        document = await store.get("orders", found.key)
        assert document is not None
        assert document["lease"]["epoch"] == 3  # the first one opened the payment
    finally:
        await client.close()


async def test_receipts_lie_in_the_object_store(stores: StoreUrls) -> None:
    assert stores.s3_endpoint_url
    documents = S3Documents()

    missing = await documents.get("receipts/none.html")
    await documents.put("receipts/fashion/FA-1.html", "<p>ã</p>", "text/html; charset=utf-8")

    assert missing is None
    assert await documents.get("receipts/fashion/FA-1.html") == "<p>ã</p>"
