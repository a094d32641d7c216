"""Records in MongoDB."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from pymongo import ReturnDocument
from pymongo.errors import (
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    WriteConcernError,
)

from shared.errors import DependencyError
from shared.stores.store import Change, Document, Query

if TYPE_CHECKING:
    from pymongo.asynchronous.database import AsyncDatabase

UPSERT_ATTEMPTS: Final = 3
"""Racing upserts of one `_id` may fail on it (SERVER-14322); the next try finds the document."""
TRANSIENT: Final = (ConnectionFailure, ExecutionTimeout, WriteConcernError)
"""Worth another try; a write that was not acknowledged may have been made (all are repeatable)."""


class MongoStore:
    """A store over one database.

    Writes are acknowledged by a majority and journaled (set on the client); nothing here needs
    transactions, sessions or change streams.
    """

    def __init__(self, database: "AsyncDatabase[Document]") -> None:
        self._database = database

    async def get(self, collection: str, key: str) -> Document | None:
        """See `Store.get`."""
        with _reaching():
            return await self._database[collection].find_one({"_id": key})

    async def insert(self, collection: str, document: Document) -> bool:
        """See `Store.insert`."""
        with _reaching():
            try:
                await self._database[collection].insert_one(document)
            except DuplicateKeyError:
                return False
            return True

    async def update(
        self, collection: str, query: Query, change: Change, *, upsert: bool = False
    ) -> Document | None:
        """See `Store.update`."""
        for _ in range(UPSERT_ATTEMPTS):
            with _reaching(), suppress(DuplicateKeyError):
                return await self._database[collection].find_one_and_update(
                    query, change, upsert=upsert, return_document=ReturnDocument.AFTER
                )
        return None

    async def find(
        self,
        collection: str,
        query: Query,
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 100,
    ) -> list[Document]:
        """See `Store.find`."""
        with _reaching():
            cursor = self._database[collection].find(query).limit(limit)
            return await (cursor.sort(list(sort)) if sort else cursor).to_list()

    async def count(self, collection: str, query: Query) -> int:
        """See `Store.count`."""
        with _reaching():
            return await self._database[collection].count_documents(query)

    async def delete(self, collection: str, query: Query) -> int:
        """See `Store.delete`."""
        with _reaching():
            return (await self._database[collection].delete_many(query)).deleted_count


@contextmanager
def _reaching() -> Generator[None]:
    try:
        yield
    except TRANSIENT as error:
        raise DependencyError("mongodb") from error
