"""Products as they are shown, at most a second old, dropped at once when this pod changes them.

Carts and orders read the store itself; here a busy page would read the same few products hundreds
of times a second.
"""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.catalog_reads import product_key, products_by_id
from shared.models.product import Product
from shared.stores.store import Store

SECONDS: Final = 1.0
MOST_KEPT: Final = 2_000


@dataclass(slots=True)
class _Kept:
    product: Product
    read_at: float
    json: str = ""


class FreshProducts:
    """The products of one store, by brand and id."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, _Kept] = {}
        self._reading = asyncio.Lock()
        self._drops = 0

    async def get(self, brand: str, ids: Iterable[str]) -> dict[str, Product]:
        """Return products with their stock; unknown and deleted ones are left out."""
        wanted = tuple(dict.fromkeys(ids))
        if self._missing(brand, wanted):
            async with self._reading:
                missing = self._missing(brand, wanted)
                if missing:
                    await self._read(brand, missing)
        found = ((each, self._kept.get(product_key(brand, each))) for each in wanted)
        return {each: kept.product for each, kept in found if kept}

    def json(self, product: Product) -> str:
        """Return a product's JSON, made once for as long as the product is kept."""
        kept = self._kept.get(product_key(product.brand, product.id))
        if kept is None or kept.product is not product:
            return product.model_dump_json(by_alias=True, exclude_none=True)
        kept.json = kept.json or product.model_dump_json(by_alias=True, exclude_none=True)
        return kept.json

    def drop(self, keys: Iterable[str]) -> None:
        """Forget products that changed."""
        self._drops += 1
        for key in keys:
            self._kept.pop(key, None)

    def _missing(self, brand: str, ids: Iterable[str]) -> list[str]:
        horizon = time.monotonic() - SECONDS
        return [
            each
            for each in ids
            if (kept := self._kept.get(product_key(brand, each))) is None or kept.read_at < horizon
        ]

    async def _read(self, brand: str, ids: list[str]) -> None:
        read_at = time.monotonic()
        self.drop(product_key(brand, each) for each in ids)
        drops = self._drops
        found = await products_by_id(self._store, brand, ids)
        if drops != self._drops:
            read_at = 0.0  # something changed meanwhile: good for this answer only
        if len(self._kept) + len(found) > MOST_KEPT:
            self._kept.clear()
        for product in found.values():
            self._kept[product_key(brand, product.id)] = _Kept(product, read_at)
