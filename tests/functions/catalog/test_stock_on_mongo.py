"""Stock and products on a real MongoDB wire: what conditional writes promise, raced."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest
from pymongo import AsyncMongoClient

from functions.catalog import holding, shelving
from functions.catalog.live import LiveCatalog, shelves
from shared.catalog_reads import products_for_skus
from shared.events.products import Search
from shared.stores.mongo import MongoStore
from shared.stores.store import Document
from tests.functions.catalog.goods import ids
from tests.functions.catalog.sample_brands import text
from tests.functions.catalog.shop import DRESS, RUNNER
from tests.functions.catalog.stockpile import available, now_of, request, stocked
from tests.support.drive import EPOCH
from tests.support.mongo_server import running_mongo

pytestmark = pytest.mark.stores


@pytest.fixture(scope="module")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_mongo(tmp_path_factory.mktemp("mongo")) as uri:
        yield uri


@pytest.fixture
async def store(mongodb_uri: str, tmp_path: Path) -> AsyncIterator[MongoStore]:
    name = f"t{uuid5(NAMESPACE_URL, str(tmp_path)).hex[:20]}"
    async with AsyncMongoClient[Document](mongodb_uri, tz_aware=True) as client:
        yield MongoStore(client[name])


async def test_two_hundred_buyers_get_exactly_the_twenty_pieces_there_are(
    store: MongoStore,
) -> None:
    await stocked(store, A=20, B=200)
    orders = [request(f"O-{number}", A=1, B=1) for number in range(200)]

    outcomes = await asyncio.gather(*(holding.hold(store, each) for each in orders * 2))

    assert (
        len({order.order for order, one in zip(orders, outcomes, strict=False) if one.done}) == 20
    )
    assert await available(store, "A", "B") == [0, 180]


async def test_holds_sales_and_releases_of_the_same_orders_at_once_lose_no_piece(
    store: MongoStore,
) -> None:
    await stocked(store, A=30, B=30)
    orders = [request(f"O-{number}", A=1, B=2) for number in range(12)]
    await asyncio.gather(*(holding.hold(store, each) for each in orders))

    racing = [act(store, each) for each in orders for act in (holding.sell, holding.release)]
    await asyncio.gather(*racing)
    await asyncio.gather(*(holding.release(store, each) for each in orders))

    for sku in ("A", "B"):
        stock = await now_of(store, sku)
        assert stock.holds == {}
        assert stock.available + stock.sold_total == 30


async def test_a_repeated_request_changes_nothing_more(store: MongoStore) -> None:
    await stocked(store, A=5)
    asked = request("O-1", A=2)

    for _ in range(2):
        await holding.hold(store, asked)
        await holding.sell(store, asked)
        await holding.release(store, asked)
        await holding.restock(store, asked, "R.1")

    stock = await now_of(store, "A")
    assert (stock.available, stock.sold_total, stock.holds) == (5, 0, {})


async def test_products_are_kept_and_read_with_the_stock_of_the_moment(store: MongoStore) -> None:
    await shelving.put(store, RUNNER, EPOCH)
    for _ in range(2):
        await shelving.adjust_stock(store, "fashion", "runner-1", by=-4, cause="cause", now=EPOCH)

    found = await products_for_skus(store, "fashion", ["runner-1", "gone"])

    assert list(found) == ["runner-1"]
    product, variant = found["runner-1"]
    assert (product.title, variant.stock) == (RUNNER.title, 1)


async def test_two_pods_show_each_others_changes(store: MongoStore) -> None:
    pods = [LiveCatalog(store, shelves()) for _ in range(2)]
    await shelving.put(store, DRESS, EPOCH)
    for pod in pods:
        await pod.catch_up()
    renamed = DRESS.model_copy(update={"title": text("Wedding Gown")})

    await shelving.put(store, renamed, EPOCH)
    await pods[1].catch_up()

    shelf = shelves()["fashion"]
    found = [await pod.find(shelf, Search(text="wedding"), language="en") for pod in pods]
    assert [ids(each) for each in found] == [[], ["dress"]]
    await pods[0].catch_up()
    assert ids(await pods[0].find(shelf, Search(text="wedding"), language="en")) == ["dress"]
