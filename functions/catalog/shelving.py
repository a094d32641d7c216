"""Puts products on the shelf and takes them off: the only writer of products and new stock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from functions.catalog import changes
from functions.catalog.stock import Stock, adjust, was_adjusted
from shared.catalog_reads import PRODUCTS, STOCK, product_key, products_by_id, stock_key
from shared.models.product import Product
from shared.stores.store import Document, Store

Change = Literal["created", "changed", "deleted", "price", "stock"]


class SkuTakenError(Exception):
    """A SKU belongs to another product of the brand."""

    def __init__(self, sku: str, owner: str) -> None:
        super().__init__(f"SKU {sku!r} belongs to product {owner!r}")


async def put(store: Store, product: Product, now: datetime, *, edited: bool = True) -> Change:
    """Create or replace a product, and say which; stock of known SKUs stays as it is.

    Args:
        store: the ledger.
        product: as it shall be; `stock` counts for SKUs that are new.
        now: of the change.
        edited: by a person; what is seeded from files never overwrites such a product.

    Raises:
        SkuTakenError: before anything is written to the product.
    """
    before = await store.get(PRODUCTS, product_key(product.brand, product.id))
    for variant in product.variants:
        await _claim(store, product, variant.sku, variant.stock)
    await store.update(
        PRODUCTS,
        {"_id": product_key(product.brand, product.id)},
        {"$set": _document(product, now, edited=edited), "$inc": {"version": 1}},
        upsert=True,
    )
    await changes.tell(store)
    if before is None or before["deleted"]:
        return "created"
    known = Product.model_validate(before["product"])
    return "price" if _prices(known) != _prices(product) else "changed"


async def delete(store: Store, brand: str, product_id: str, now: datetime) -> bool:
    """Take a product off the shelf, if it is there; its stock stays for orders under way."""
    gone = await store.update(
        PRODUCTS,
        {"_id": product_key(brand, product_id), "deleted": False},
        {
            "$set": {"deleted": True, "changed_at": now, "edited": True, "product.deleted": True},
            "$inc": {"version": 1},
        },
    )
    await changes.tell(store)
    return gone is not None


async def read(store: Store, brand: str, product_id: str) -> Product | None:
    """Return a product with the stock of this moment."""
    return (await products_by_id(store, brand, [product_id])).get(product_id)


async def is_edited(store: Store, brand: str, product_id: str) -> bool:
    """Tell whether a person changed or removed the product."""
    document = await store.get(PRODUCTS, product_key(brand, product_id))
    return document is not None and document["edited"]


async def set_stock(
    store: Store, brand: str, sku: str, *, available: int
) -> tuple[Document, int] | None:
    """Set the pieces that can be sold.

    Returns:
        The stock document and how many pieces there were before; None where the SKU is unknown.
    """
    key = stock_key(brand, sku)
    before = await store.get(STOCK, key)
    after = await store.update(STOCK, {"_id": key}, {"$set": {"available": available}})
    return (after, before["available"]) if before and after else None


async def adjust_stock(
    store: Store, brand: str, sku: str, *, by: int, cause: str, now: datetime
) -> tuple[Document, int] | None:
    """Change the pieces that can be sold by so many, once per cause.

    Returns:
        As `set_stock`; also None where there would be less than none.
    """
    key = stock_key(brand, sku)
    write = adjust(key, by, cause, now)
    after = await store.update(STOCK, *write)
    if after is None:
        known = await store.get(STOCK, key)
        after = known if known and was_adjusted(Stock.model_validate(known), cause) else None
    return (after, after["available"] - by) if after else None


async def _claim(store: Store, product: Product, sku: str, pieces: int) -> None:
    """Make the SKU this product's own, with its stock if it is new."""
    key = stock_key(product.brand, sku)
    fresh: Document = {
        "_id": key,
        "sku": sku,
        "brand": product.brand,
        "product_id": product.id,
        "available": pieces,
        "sold_total": 0,
        "holds": {},
        "released": {},
        "sold": {},
        "restocked": {},
    }
    if await store.insert(STOCK, fresh):
        return
    known = await store.get(STOCK, key)
    if known is None or known["product_id"] == product.id:
        return
    owner: str = known["product_id"]
    holder = await store.get(PRODUCTS, product_key(product.brand, owner))
    if holder and not holder["deleted"] and sku in holder["skus"]:
        raise SkuTakenError(sku, owner)
    await store.update(
        STOCK, {"_id": key, "product_id": owner}, {"$set": {"product_id": product.id}}
    )


def _document(product: Product, now: datetime, *, edited: bool) -> Document:
    """Return what is stored; stock lies in documents of its own, so it is left out here."""
    bare = tuple(one.model_copy(update={"stock": 0}) for one in product.variants)
    stored = product.model_copy(update={"variants": bare, "updated_at": now, "deleted": False})
    return {
        "brand": product.brand,
        "skus": [one.sku for one in product.variants],
        "product": stored.model_dump(mode="python"),
        "deleted": False,
        "edited": edited,
        "changed_at": now,
    }


def _prices(product: Product) -> Sequence[tuple[str, int]]:
    return sorted((one.sku, one.price.amount_minor) for one in product.variants)
