"""Records in MongoDB."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pymongo import ReturnDocument
from pymongo.errors import ConnectionFailure, DuplicateKeyError

from shared.errors import DependencyError
from shared.stores.store import Change, Document, Query

if TYPE_CHECKING:
    from pymongo.asynchronous.database import AsyncDatabase

UPSERT_ATTEMPTS = 3
"""Racing upserts of one `_id` may fail on it (SERVER-14322); the next try finds the document."""


class MongoStore:
    """A store over one database.

    Writes are acknowledged by a majority and journaled (set on the client); nothing here needs
    transactions, sessions or change streams.
    """

    def __init__(self, database: "AsyncDatabase[Document]") -> None:
        self._database = database

    async def get(self, collection: str, key: str) -> Document | None:
        """See `Store.get`."""
        try:
            return await self._database[collection].find_one({"_id": key})
        except ConnectionFailure as error:
            raise DependencyError("mongodb") from error

    async def insert(self, collection: str, document: Document) -> bool:
        """See `Store.insert`."""
        try:
            await self._database[collection].insert_one(document)
        except DuplicateKeyError:
            return False
        except ConnectionFailure as error:
            raise DependencyError("mongodb") from error
        return True

    async def update(
        self, collection: str, query: Query, change: Change, *, upsert: bool = False
    ) -> Document | None:
        """See `Store.update`."""
        for attempt in range(UPSERT_ATTEMPTS):
            try:
                return await self._database[collection].find_one_and_update(
                    query, change, upsert=upsert, return_document=ReturnDocument.AFTER
                )
            except DuplicateKeyError:
                if attempt == UPSERT_ATTEMPTS - 1:
                    return None
            except ConnectionFailure as error:
                raise DependencyError("mongodb") from error
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
        try:
            cursor = self._database[collection].find(query).limit(limit)
            if sort:
                cursor = cursor.sort(list(sort))
            return await cursor.to_list()
        except ConnectionFailure as error:
            raise DependencyError("mongodb") from error

    async def count(self, collection: str, query: Query) -> int:
        """See `Store.count`."""
        try:
            return await self._database[collection].count_documents(query)
        except ConnectionFailure as error:
            raise DependencyError("mongodb") from error

    async def delete(self, collection: str, query: Query) -> int:
        """See `Store.delete`."""
        try:
            return (await self._database[collection].delete_many(query)).deleted_count
        except ConnectionFailure as error:
            raise DependencyError("mongodb") from error
