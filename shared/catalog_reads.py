"""Read port of the catalog: products and their stock, fresh from the store.

A product document is `{_id: "brand|id", brand, skus, product, deleted, version, changed_at}`, a
stock document `{_id: "brand|sku", product_id, available, …}`; the catalog is the only writer.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final

from shared.models.product import Product, Variant
from shared.stores.store import Document, Store

PRODUCTS: Final = "products"
STOCK: Final = "stock"


def product_key(brand: str, product_id: str) -> str:
    """Return the `_id` of a product."""
    return f"{brand}|{product_id}"


def stock_key(brand: str, sku: str) -> str:
    """Return the `_id` of a SKU's stock."""
    return f"{brand}|{sku}"


async def products_for_skus(
    store: Store, brand: str, skus: Iterable[str]
) -> dict[str, tuple[Product, Variant]]:
    """Return product and variant of each SKU the brand sells now; SKUs it does not are left out.

    The variants have the stock of this moment; other variants of the product may not.
    """
    wanted = tuple(dict.fromkeys(skus))
    if not wanted:
        return {}
    documents, stock = await asyncio.gather(
        store.find(
            PRODUCTS, {"brand": brand, "skus": {"$in": list(wanted)}, "deleted": False}, limit=1000
        ),
        _stock(store, brand, wanted),
    )
    found: dict[str, tuple[Product, Variant]] = {}
    for document in documents:
        product = with_stock(Product.model_validate(document["product"]), stock)
        found |= {one.sku: (product, one) for one in product.variants if one.sku in wanted}
    return found


async def products_by_id(store: Store, brand: str, ids: Iterable[str]) -> dict[str, Product]:
    """Return the brand's products with these ids and the stock of this moment, by id."""
    keys = [product_key(brand, one) for one in dict.fromkeys(ids)]
    if not keys:
        return {}
    query = {"_id": {"$in": keys}, "deleted": False}
    return await with_fresh_stock(store, await store.find(PRODUCTS, query, limit=len(keys)))


async def with_fresh_stock(store: Store, documents: Iterable[Document]) -> dict[str, Product]:
    """Return the products of documents of one brand, with the stock of this moment, by id."""
    products = [Product.model_validate(one["product"]) for one in documents]
    if not products:
        return {}
    skus = [variant.sku for product in products for variant in product.variants]
    stock = await _stock(store, products[0].brand, skus)
    return {product.id: with_stock(product, stock) for product in products}


def with_stock(product: Product, stock: Mapping[str, int]) -> Product:
    """Return the product with `stock` by SKU; a SKU without stock has none."""
    variants = tuple(
        one.model_copy(update={"stock": max(0, stock.get(one.sku, 0))}) for one in product.variants
    )
    return product.model_copy(update={"variants": variants})


async def _stock(store: Store, brand: str, skus: Iterable[str]) -> dict[str, int]:
    keys = [stock_key(brand, sku) for sku in skus]
    documents = await store.find(STOCK, {"_id": {"$in": keys}}, limit=len(keys))
    return {one["sku"]: one["available"] for one in documents}
