"""Puts a brand's products and codes where the cart reads them."""

from dataclasses import replace
from typing import Any

import httpx

from functions.cart.main import FUNCTION
from shared.catalog_reads import PRODUCTS, STOCK, product_key, stock_key
from shared.models.product import Product
from tests.functions.cart.making import BAG, SHOE, SOCK, code
from tests.support.drive import Memory, client


async def open_shop(*products: Product, codes: tuple[Any, ...] = ()) -> Memory:
    memory = Memory()
    for product in products or (SHOE, BAG, SOCK):
        await put(memory, product)
    for one in codes or (code("TEN"),):
        document = {**one.model_dump(), "_id": f"{one.brand}|{one.code}", "revision": 1}
        await memory.store.insert("codes", {**document, "made_by": "test"})
    return memory


async def put(memory: Memory, product: Product) -> None:
    """Write a product and its stock as the catalog does."""
    key = product_key(product.brand, product.id)
    await memory.store.delete(PRODUCTS, {"_id": key})
    await memory.store.insert(
        PRODUCTS,
        {
            "_id": key,
            "brand": product.brand,
            "skus": [one.sku for one in product.variants],
            "product": product.model_dump(),
            "deleted": product.deleted,
        },
    )
    for one in product.variants:
        key = stock_key(product.brand, one.sku)
        await memory.store.delete(STOCK, {"_id": key})
        await memory.store.insert(STOCK, {"_id": key, "sku": one.sku, "available": one.stock})


def service(memory: Memory) -> httpx.AsyncClient:
    return client(replace(FUNCTION, ports=memory.ports))
