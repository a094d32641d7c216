"""How pods hear of each other's changes: a counter that is cheap to poll.

A product that changed has a new `version` and `changed_at`; then the counter moves. Whoever sees
it move reads what changed since a while before the last change it knows, so that a write that was
slow to land is not missed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from shared.catalog_reads import PRODUCTS
from shared.stores.store import Document, Query, Store

CHANGES: Final = "catalog_changes"
OVERLAP: Final = timedelta(seconds=60)
"""More than a write takes, and than the clocks of two pods differ."""
PAGE: Final = 100
"""Small pages keep the peak of memory low while the index is built."""

_COUNTER: Final = "products"


async def tell(store: Store) -> None:
    """Let every pod know that products changed."""
    await store.update(CHANGES, {"_id": _COUNTER}, {"$inc": {"count": 1}}, upsert=True)


async def touch(store: Store, keys: Sequence[str], now: datetime) -> None:
    """Let every pod read these products again: something they show lies in another document."""
    for key in keys:
        change = {"$set": {"changed_at": now}, "$inc": {"version": 1}}
        await store.update(PRODUCTS, {"_id": key}, change)
    if keys:
        await tell(store)


async def count(store: Store) -> int:
    """Return the counter."""
    document = await store.get(CHANGES, _COUNTER)
    return int(document["count"]) if document else 0


async def page_since(store: Store, since: datetime, after: Document | None) -> list[Document]:
    """Return the next products that changed since a time, in the order of change."""
    query: Query = {"changed_at": {"$gte": since}}
    if after:
        query = {
            "$or": [
                {"changed_at": {"$gt": after["changed_at"]}},
                {"changed_at": after["changed_at"], "_id": {"$gt": after["_id"]}},
            ]
        }
    return await store.find(PRODUCTS, query, sort=(("changed_at", 1), ("_id", 1)), limit=PAGE)
