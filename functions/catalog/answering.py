"""Answers from the index with prices and stock of this moment: search, details."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from functions.catalog.cards import card
from functions.catalog.fresh import FreshProducts
from functions.catalog.index import Hit
from functions.catalog.reasons import reasons_in_search
from functions.catalog.search import Found
from functions.catalog.tastes import Tastes, tastes_of
from shared.catalog_reads import products_for_skus
from shared.events.products import Search
from shared.memory_reads import preferences_of
from shared.models.product import Product, ProductCard, Reason, Variant
from shared.stores.store import Store


@dataclass(frozen=True, slots=True)
class Page:
    """Products of one page with those of their variants that match."""

    products: tuple[tuple[Product, frozenset[str]], ...]
    found: Found
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict[str, tuple[Reason, ...]])
    """By product id, what moved it up."""

    def cards(self, language: str) -> tuple[ProductCard, ...]:
        """Return the page as cards."""
        shown = (card(product, language, skus) for product, skus in self.products)
        return tuple(reasoned(each, self.reasons) for each in shown if each)


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
    most = max(hit.entry.popularity for hit in found.hits) if found.total > 1 else 0
    reasons = {
        hit.entry.id: reasons_in_search(hit.entry, hit.offers, found.applied, found.tastes, most)
        for hit in hits
    }
    return Page(tuple(matching), found, reasons)


def reasoned(shown: ProductCard, reasons: Mapping[str, tuple[Reason, ...]]) -> ProductCard:
    """Return a card with what moved its product up."""
    return shown.model_copy(update={"reasons": reasons.get(shown.product_id, ())})


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


async def tastes_for(
    store: Store, brand: str, customer_id: str | None, now: datetime
) -> Tastes | None:
    """Return what a customer likes, as it counts now."""
    known = await preferences_of(store, brand, customer_id) if customer_id else None
    return tastes_of(known, now)


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
