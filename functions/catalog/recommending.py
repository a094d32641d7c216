"""Recommendations with prices and stock of this moment, each with what moved it up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from functions.catalog import recommend
from functions.catalog.entries import Entry
from functions.catalog.live import LiveCatalog
from functions.catalog.reasons import reasons_beside, reasons_for_you, reasons_of_late
from functions.catalog.search import Shelf
from functions.catalog.tastes import Tastes, is_unwanted, refused
from shared.events.products import Search
from shared.models.product import Product, Reason
from shared.stores.store import Store

BOUGHT: Final = "bought"
TRENDING_FOR: Final = timedelta(days=14)
ORDERS_LOOKED_AT: Final = 300
Recommendation = Literal["similar", "bought_together", "for_you", "trending"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What to recommend."""

    kind: Recommendation
    limit: int
    product_id: str | None = None
    category: str | None = None
    tastes: Tastes | None = None


async def recommended(
    live: LiveCatalog, store: Store, shelf: Shelf, wish: Wish, now: datetime
) -> list[tuple[Product, tuple[Reason, ...]]]:
    """Return the products recommended, with fresh stock, each with what moved it up.

    What is sold out, or what the shopper said they don't want, is left out.
    """
    index = await live.index()
    brand = shelf.brand.id
    product = index.entry(brand, wish.product_id) if wish.product_id else None
    everything = await live.find(shelf, Search(in_stock=True), language="en", relax=False)
    entries = _wanted([hit.entry for hit in everything.hits], wish)
    shelved = [each for each in entries if not wish.category or wish.category in each.path]
    orders = await _orders(store, brand, wish, now)
    chosen = _choose(wish, product, entries, shelved, orders)
    products = await live.fresh.get(brand, [each.id for each in chosen])
    most = max((each.popularity for each in entries), default=0)
    return [
        (found, _reasons(wish, product, each, orders, most))
        for each in chosen
        if (found := products.get(each.id)) and any(one.stock for one in found.variants)
    ]


def _wanted(entries: list[Entry], wish: Wish) -> list[Entry]:
    unwanted = refused(wish.tastes, Search(category=wish.category))
    return [
        each
        for each in entries
        if each.id == wish.product_id or not is_unwanted(each, each.offers, unwanted)
    ]


def _reasons(
    wish: Wish,
    product: Entry | None,
    entry: Entry,
    orders: Sequence[Sequence[str]],
    most: int,
) -> tuple[Reason, ...]:
    if wish.kind == "for_you":
        return reasons_for_you(entry, wish.tastes, most)
    if wish.kind in ("similar", "bought_together") and product:
        return reasons_beside(product, entry, orders)
    return reasons_of_late(entry, orders, most)


def _choose(
    wish: Wish,
    product: Entry | None,
    entries: Sequence[Entry],
    shelved: Sequence[Entry],
    orders: Iterable[Sequence[str]],
) -> list[Entry]:
    match wish.kind:
        case "similar" if product:
            return recommend.similar(product, entries, wish.limit)
        case "bought_together" if product:
            by_id = {each.id: each for each in entries}
            return recommend.bought_together(product, by_id, orders, wish.limit)
        case "for_you":
            return recommend.for_you(shelved, wish.tastes, wish.limit)
        case _:
            return recommend.trending(shelved, orders, wish.limit)


async def _orders(store: Store, brand: str, wish: Wish, now: datetime) -> list[list[str]]:
    """Return the product ids of recent orders: those with the product, or all of late."""
    if wish.kind in {"for_you", "similar"}:
        return []
    query: dict[str, object] = {"brand": brand, "at": {"$gte": now - TRENDING_FOR}}
    if wish.kind == "bought_together" and wish.product_id:
        query = {"brand": brand, "products": wish.product_id}
    documents = await store.find(BOUGHT, query, sort=(("at", -1),), limit=ORDERS_LOOKED_AT)
    return [one["products"] for one in documents]
