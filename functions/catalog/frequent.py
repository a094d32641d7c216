"""Frequent questions in the store: seeded from the brand's file, then the admin's."""

from datetime import datetime
from typing import Final

from shared.models.brand import Brand, FaqEntry
from shared.stores.store import Document, Store

FAQ: Final = "faq"


async def entries_of(store: Store, brand: Brand) -> tuple[FaqEntry, ...]:
    """Return a brand's questions; those of its file where none were ever stored."""
    documents = await store.find(FAQ, {"brand": brand.id}, limit=1000)
    if not documents:
        return brand.faq
    kept = [FaqEntry.model_validate(one["entry"]) for one in documents if not one["deleted"]]
    return tuple(sorted(kept, key=lambda each: (each.order, each.slug)))


async def seed(store: Store, brand: Brand, now: datetime) -> int:
    """Store the questions of a brand's file; edited and deleted ones stay so. Return how many."""
    changed = 0
    for entry in brand.faq:
        fresh = _document(brand.id, entry, now, edited=False)
        if await store.insert(FAQ, fresh):
            changed += 1
            continue
        query: Document = {"_id": fresh["_id"], "edited": False, "entry": {"$ne": fresh["entry"]}}
        changed += await store.update(FAQ, query, {"$set": _fields(fresh)}) is not None
    return changed


async def read(store: Store, brand: str, slug: str) -> FaqEntry | None:
    """Return one question, None where there is none or it was deleted."""
    document = await store.get(FAQ, _key(brand, slug))
    if document is None or document["deleted"]:
        return None
    return FaqEntry.model_validate(document["entry"])


async def put(store: Store, brand: Brand, entry: FaqEntry, now: datetime) -> None:
    """Store a question as the admin wants it."""
    await seed(store, brand, now)
    document = _document(brand.id, entry, now, edited=True)
    await store.update(FAQ, {"_id": document["_id"]}, {"$set": _fields(document)}, upsert=True)


async def delete(store: Store, brand: Brand, slug: str, now: datetime) -> bool:
    """Take a question away for good, also if the brand's file has it. False if it is not there."""
    await seed(store, brand, now)
    change: Document = {"$set": {"deleted": True, "edited": True, "at": now}}
    query = {"_id": _key(brand.id, slug), "deleted": False}
    return await store.update(FAQ, query, change) is not None


def _document(brand: str, entry: FaqEntry, now: datetime, *, edited: bool) -> Document:
    return {
        "_id": _key(brand, entry.slug),
        "brand": brand,
        "entry": entry.model_dump(mode="python"),
        "edited": edited,
        "deleted": False,
        "at": now,
    }


def _fields(document: Document) -> Document:
    return {name: value for name, value in document.items() if name != "_id"}


def _key(brand: str, slug: str) -> str:
    return f"{brand}|{slug}"
