"""Answers from the index with prices and stock of this moment: search, details, recommendations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from functions.catalog import recommend
from functions.catalog.cards import card
from functions.catalog.entries import Entry
from functions.catalog.fresh import FreshProducts
from functions.catalog.index import Hit
from functions.catalog.live import LiveCatalog
from functions.catalog.search import Found, Shelf
from shared.catalog_reads import products_for_skus
from shared.events.products import Search
from shared.memory_reads import preferences_of
from shared.models.memory import Preferences
from shared.models.product import Product, ProductCard, Variant
from shared.stores.store import Store

BOUGHT: Final = "bought"
TRENDING_FOR: Final = timedelta(days=14)
ORDERS_LOOKED_AT: Final = 300
Recommendation = Literal["similar", "bought_together", "for_you", "trending"]


@dataclass(frozen=True, slots=True)
class Page:
    """Products of one page with those of their variants that match."""

    products: tuple[tuple[Product, frozenset[str]], ...]
    found: Found

    def cards(self, language: str) -> tuple[ProductCard, ...]:
        """Return the page as cards."""
        shown = (card(product, language, skus) for product, skus in self.products)
        return tuple(each for each in shown if each)


async def search_page(fresh: FreshProducts, found: Found, offset: int, limit: int) -> Page:
    """Return a page of hits, without those that sold out or changed price this moment."""
    hits = found.hits[offset : offset + limit]
    if not hits:
        return Page((), found)
    brand = hits[0].entry.brand
    products = await fresh.get(brand, [hit.entry.id for hit in hits])
    matching = [
        (product, skus)
        for hit in hits
        if (product := products.get(hit.entry.id))
        and (skus := _still_matching(product, hit, found.applied))
    ]
    return Page(tuple(matching), found)


async def details(
    fresh: FreshProducts, store: Store, brand: str, keys: Sequence[str]
) -> dict[str, Product]:
    """Return products by what they were asked for: an id or a SKU; unknown ones are left out."""
    products = await fresh.get(brand, keys)
    skus = [key for key in keys if key not in products]
    owners = {
        sku: product.id
        for sku, (product, _) in (await products_for_skus(store, brand, skus)).items()
    }
    of_skus = await fresh.get(brand, owners.values())
    by_sku = {sku: of_skus[owner] for sku, owner in owners.items() if owner in of_skus}
    return {key: found for key in keys if (found := products.get(key) or by_sku.get(key))}


async def liked_by(store: Store, brand: str, customer_id: str | None) -> Preferences | None:
    """Return what a customer likes."""
    return await preferences_of(store, brand, customer_id) if customer_id else None


@dataclass(frozen=True, slots=True)
class Wish:
    """What to recommend."""

    kind: Recommendation
    limit: int
    product_id: str | None = None
    category: str | None = None
    liked: Preferences | None = None


async def recommended(
    live: LiveCatalog, store: Store, shelf: Shelf, wish: Wish, now: datetime
) -> list[Product]:
    """Return the products recommended, with fresh stock; sold-out ones are left out."""
    index = await live.index()
    brand = shelf.brand.id
    product = index.entry(brand, wish.product_id) if wish.product_id else None
    everything = await live.find(shelf, Search(in_stock=True), language="en", relax=False)
    entries = [hit.entry for hit in everything.hits]
    shelved = [each for each in entries if not wish.category or wish.category in each.path]
    orders = await _orders(store, brand, wish, now)
    chosen = _choose(wish, product, entries, shelved, orders)
    products = await live.fresh.get(brand, [each.id for each in chosen])
    return [
        found
        for each in chosen
        if (found := products.get(each.id)) and any(one.stock for one in found.variants)
    ]


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
            return recommend.for_you(shelved, wish.liked, wish.limit)
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


def _still_matching(product: Product, hit: Hit, asked: Search) -> frozenset[str]:
    matching = {offer.sku for offer in hit.offers}
    return frozenset(
        one.sku for one in product.variants if one.sku in matching and _fits(one, asked)
    )


def _fits(variant: Variant, asked: Search) -> bool:
    low, high, price = asked.price_min, asked.price_max, variant.price.amount_minor
    return (
        (not asked.in_stock or variant.stock > 0)
        and (low is None or price >= low.amount_minor)
        and (high is None or price <= high.amount_minor)
    )
