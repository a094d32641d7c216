"""Stock requests of orders, and what follows when a SKU runs low, out, or comes back."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from functions.catalog import changes, holding
from functions.catalog.holding import Moved, Outcome, Request
from functions.catalog.live import live_catalog
from functions.catalog.recommending import BOUGHT
from shared.catalog_reads import STOCK, product_key, stock_key
from shared.errors import InvalidEventError
from shared.events.products import (
    ProductStockLow,
    ProductUpdated,
    StockRequested,
    StockResult,
)
from shared.function.decision import Emit
from shared.function.delivery import Delivery

LOW: Final = 5
"""Pieces from which on a SKU counts as running low."""
BOUGHT_KEPT_FOR: Final = timedelta(days=180)


async def on_stock_request(event: StockRequested, delivery: Delivery) -> None:
    """Carry a stock request out and tell the order what became of it."""
    if not event.lines or any(line.quantity < 1 for line in event.lines):
        raise InvalidEventError("lines need a quantity")
    request = Request(delivery.brand, event.order_number, event.lines, delivery.now)
    outcome = await _carry_out(event, request, delivery)
    live_catalog(delivery.store).fresh.drop(
        product_key(delivery.brand, each.stock.product_id) for each in outcome.moved
    )
    if event.action == "sell" and outcome.done:
        await _remember_bought(request, delivery)
    result = StockResult(
        action=event.action,
        order_number=event.order_number,
        held=outcome.done,
        short=outcome.short,
    )
    await delivery.publish(Emit(result, event.order_number), *news(outcome.moved))
    turned = {each.stock.product_id for each in outcome.moved if _turned(each)}
    if outcome.done and not outcome.moved and event.action != "sell":
        # Perhaps a repetition after a crash: what the index shows may be from before.
        turned = set(await _products_of(request, delivery))
    await show(delivery, turned)


async def show(delivery: Delivery, product_ids: Collection[str]) -> None:
    """Let this pod's index show products as they are now, and tell the other pods."""
    keys = [product_key(delivery.brand, each) for each in sorted(product_ids)]
    await changes.touch(delivery.store, keys, delivery.now)
    await live_catalog(delivery.store).refresh(keys)


def news(moved: Sequence[Moved]) -> list[Emit]:
    """Return the facts that follow: a SKU runs low, is sold out, can be bought again."""
    emits: list[Emit] = []
    for each in moved:
        stock = each.stock
        if stock.available <= LOW < each.before:
            low = ProductStockLow(
                product_id=stock.product_id, sku=stock.sku, available=stock.available
            )
            emits.append(Emit(low, stock.sku))
        if _turned(each):
            emits.append(
                Emit(ProductUpdated(product_id=stock.product_id, change="stock"), stock.product_id)
            )
    return emits


def _turned(moved: Moved) -> bool:
    return (moved.before > 0) != (moved.stock.available > 0)


async def _carry_out(event: StockRequested, request: Request, delivery: Delivery) -> Outcome:
    match event.action:
        case "hold":
            return await holding.hold(delivery.store, request)
        case "release":
            return await holding.release(delivery.store, request)
        case "sell":
            return await holding.sell(delivery.store, request)
        case "restock":
            restock_id = event.restock_id or event.order_number
            return await holding.restock(delivery.store, request, restock_id)


async def _remember_bought(request: Request, delivery: Delivery) -> None:
    """Keep which products went together, without who bought them."""
    document = {
        "_id": f"{request.brand}|{request.order}",
        "brand": request.brand,
        "products": await _products_of(request, delivery),
        "at": request.now,
        "expires_at": request.now + BOUGHT_KEPT_FOR,
    }
    await delivery.store.insert(BOUGHT, document)


async def _products_of(request: Request, delivery: Delivery) -> list[str]:
    keys = [stock_key(request.brand, line.sku) for line in request.lines]
    stock = await delivery.store.find(STOCK, {"_id": {"$in": keys}}, limit=len(keys))
    return sorted({one["product_id"] for one in stock})
