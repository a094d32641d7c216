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
from functions.catalog.imports import from_jsonl
from shared.brands import brands
from shared.clients import mongo_store
from shared.clock import now
from shared.log import log
from shared.models.brand import Brand
from shared.models.money import Money
from shared.models.product import Product
from shared.settings import settings
from shared.stores.store import Document, Store

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
        path = folder / f"{brand.id}.jsonl"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        digest = _digest(text, *(each.model_dump_json() for each in brand.faq))
        if await _is_loaded(store, brand.id, digest):
            continue
        counts["questions"] += await frequent.seed(store, brand, at)
        counts["products"] += await seed_products(store, _checked(path, text, brand), at)
        await _mark_loaded(store, brand.id, digest)
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
    """Store discount codes that are not there yet; return how many.

    A code is written as the admin's API takes it, with Money as `{amountMinor, currency}`.
    """
    stored = [await store.insert(CODES, _code_document(each)) for each in codes]
    return sum(stored)


def _code_document(code: dict[str, Any]) -> Document:
    fields = {_snake(name): value for name, value in code.items()}
    for name in ("amount", "minimum"):
        if fields.get(name):
            fields[name] = Money.model_validate(fields[name]).model_dump()
    for name in ("valid_from", "valid_until"):
        if fields.get(name):
            fields[name] = datetime.fromisoformat(fields[name])
    brand = fields.setdefault("brand", "*")
    return {**fields, "_id": f"{brand}|{fields['code']}", "revision": 1, "made_by": "seed"}


def _checked(path: Path, text: str, brand: Brand) -> tuple[Product, ...]:
    parsed = from_jsonl(text, brand)
    if parsed.rejected:
        problems = (f"line {row.row} ({row.id}): {row.reason}" for row in parsed.rejected)
        raise SeedError(path.name, problems)
    return parsed.products


async def _is_loaded(store: Store, brand: str, digest: str) -> bool:
    marker = await store.get(changes.CHANGES, f"seed-{brand}")
    return marker is not None and marker["digest"] == digest


async def _mark_loaded(store: Store, brand: str, digest: str) -> None:
    change = {"$set": {"digest": digest}}
    await store.update(changes.CHANGES, {"_id": f"seed-{brand}"}, change, upsert=True)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _snake(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name)


async def run(folder: Path) -> None:
    """Load the files into the store that the environment names."""
    settings().require("mongodb_uri")
    counts = await seed(mongo_store(), folder, now())
    log().info("catalog.seeded", **counts)


if __name__ == "__main__":
    default = settings().brands_path.parent / "catalog"
    asyncio.run(run(Path(sys.argv[1]) if sys.argv[1:] else default))
