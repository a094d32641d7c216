"""The few store operations everything is built from. Each is atomic on one document."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Document = dict[str, Any]
Query = Mapping[str, Any]
"""A MongoDB filter: equality (also dotted, also «array contains»), `$gt $gte $lt $lte $ne $in
$nin $exists`, `$or`."""
Change = Mapping[str, Mapping[str, Any]]
"""A MongoDB update: `$set $unset $inc $push $pull $addToSet $setOnInsert`."""


class Store(Protocol):
    """Documents by `_id` in named collections."""

    async def get(self, collection: str, key: str) -> Document | None:
        """Return the document with this `_id`, if there is one."""
        ...

    async def insert(self, collection: str, document: Document) -> bool:
        """Insert a document; False if its `_id` is taken, which changes nothing."""
        ...

    async def update(
        self, collection: str, query: Query, change: Change, *, upsert: bool = False
    ) -> Document | None:
        """Change the first document that matches and return it changed; None if none does.

        With `upsert`, a document made of the query's equalities is inserted when none matches.
        """
        ...

    async def find(
        self,
        collection: str,
        query: Query,
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 100,
    ) -> list[Document]:
        """Return up to `limit` documents that match, in the order of `sort` (1 up, -1 down)."""
        ...

    async def count(self, collection: str, query: Query) -> int:
        """Return how many documents match."""
        ...

    async def delete(self, collection: str, query: Query) -> int:
        """Delete every document that matches; return how many."""
        ...
