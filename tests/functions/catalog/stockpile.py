"""SKUs with stock, and requests for them."""

from datetime import UTC, datetime

from functions.catalog import holding
from functions.catalog.holding import Request
from functions.catalog.stock import Stock
from shared.events.products import StockLine
from shared.stores.store import Store

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def lines(**pieces: int) -> tuple[StockLine, ...]:
    return tuple(StockLine(sku=sku, quantity=n) for sku, n in pieces.items())


def request(order: str, **pieces: int) -> Request:
    return Request("fashion", order, lines(**pieces), NOW)


async def stocked(store: Store, **pieces: int) -> Store:
    for sku, available in pieces.items():
        document = {
            "_id": f"fashion|{sku}",
            "sku": sku,
            "brand": "fashion",
            "product_id": "p",
            "available": available,
        }
        await store.insert("stock", document)
    return store


async def now_of(store: Store, sku: str) -> Stock:
    found = await holding.read(store, f"fashion|{sku}")
    assert found is not None
    return found


async def available(store: Store, *skus: str) -> list[int]:
    return [(await now_of(store, sku)).available for sku in skus]
