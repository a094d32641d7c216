"""Records in memory: the same behaviour as MongoDB for what `Store` promises, for tests."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime
from enum import Enum
from typing import Any, cast

from shared.stores.changing import apply, put
from shared.stores.matching import matches, value_at
from shared.stores.store import Change, Document, Query


class MemoryStore:
    """A store in this process. One step of the event loop is one atomic operation."""

    def __init__(self) -> None:
        self.collections: dict[str, dict[str, Document]] = {}

    async def get(self, collection: str, key: str) -> Document | None:
        """See `Store.get`."""
        return deepcopy(self._documents(collection).get(key))

    async def insert(self, collection: str, document: Document) -> bool:
        """See `Store.insert`."""
        documents = self._documents(collection)
        if document["_id"] in documents:
            return False
        documents[document["_id"]] = as_stored(document)
        return True

    async def update(
        self, collection: str, query: Query, change: Change, *, upsert: bool = False
    ) -> Document | None:
        """See `Store.update`."""
        query, change = as_stored(query), as_stored(change)
        documents = self._documents(collection)
        for document in documents.values():
            if matches(document, query):
                apply(document, change)
                return deepcopy(document)
        if not upsert or query.get("_id") in documents:
            return None
        fresh: Document = {}
        for name, value in query.items():
            if not name.startswith("$") and not isinstance(value, dict):
                put(fresh, name, value)
        apply(fresh, change)
        for name, value in change.get("$setOnInsert", {}).items():
            put(fresh, name, value)
        documents[fresh["_id"]] = fresh
        return deepcopy(fresh)

    async def find(
        self,
        collection: str,
        query: Query,
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 100,
    ) -> list[Document]:
        """See `Store.find`."""
        found = [deepcopy(one) for one in self._matching(collection, query)]
        for name, direction in reversed(sort):
            found.sort(
                key=lambda one, name=name: _order(value_at(one, name)), reverse=direction < 0
            )
        return found[:limit]

    async def count(self, collection: str, query: Query) -> int:
        """See `Store.count`."""
        return len(self._matching(collection, query))

    async def delete(self, collection: str, query: Query) -> int:
        """See `Store.delete`."""
        gone = self._matching(collection, query)
        for document in gone:
            del self._documents(collection)[document["_id"]]
        return len(gone)

    def _matching(self, collection: str, query: Query) -> list[Document]:
        wanted: Query = as_stored(query)
        return [one for one in self._documents(collection).values() if matches(one, wanted)]

    def _documents(self, collection: str) -> dict[str, Document]:
        return self.collections.setdefault(collection, {})


def as_stored(value: Any) -> Any:
    """Return a copy as MongoDB would give it back.

    Tuples become lists, enumerations text, times UTC and cut to the millisecond.
    """
    if isinstance(value, dict):
        return {key: as_stored(one) for key, one in cast("Document", value).items()}
    if isinstance(value, list | tuple):
        return [as_stored(one) for one in cast("Sequence[Any]", value)]
    if isinstance(value, datetime):
        cut = value.microsecond // 1000 * 1000
        return value.astimezone(UTC).replace(microsecond=cut)
    return value.value if isinstance(value, Enum) else deepcopy(value)


def _order(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)
