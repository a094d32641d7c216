"""Puts a brand's products and codes where the cart reads them."""

from typing import Any

import httpx

from functions.cart.main import cart
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
    product_id = f"{product.brand}|{product.id}"
    await memory.store.delete("products", {"_id": product_id})
    await memory.store.insert(
        "products",
        {
            **product.model_dump(),
            "_id": product_id,
            "skus": [one.sku for one in product.variants],
        },
    )
    for one in product.variants:
        stock_id = f"{product.brand}|{one.sku}"
        await memory.store.delete("stock", {"_id": stock_id})
        await memory.store.insert("stock", {"_id": stock_id, "available": one.stock})


def service(memory: Memory) -> httpx.AsyncClient:
    return client(cart(memory.ports))
