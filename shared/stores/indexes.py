"""Creates what `COLLECTIONS` asks for: `python -m shared.stores.indexes`, by a Job of the chart.

Run again, it creates only what is missing. An index that is no longer listed stays until a person
drops it; one that changed is another index.
"""

import asyncio
from typing import TYPE_CHECKING

from shared.clients import mongo_client
from shared.log import log
from shared.settings import settings
from shared.stores.collections import COLLECTIONS, OUTBOX_INDEX, Collection, Index

if TYPE_CHECKING:
    from pymongo.asynchronous.database import AsyncDatabase

    from shared.stores.store import Document


def indexes_of(collection: Collection) -> tuple[Index, ...]:
    """Return the indexes a collection needs besides `_id`."""
    return (*collection.indexes, *((OUTBOX_INDEX,) if collection.outbox else ()))


async def create_indexes(database: "AsyncDatabase[Document]") -> int:
    """Create the indexes of every collection; return how many there are."""
    wanted = [(each.name, index) for each in COLLECTIONS for index in indexes_of(each)]
    for name, index in wanted:
        await database[name].create_index(list(index))
    return len(wanted)


async def run() -> None:
    """Create them in the database that the environment names."""
    settings().require("mongodb_uri")
    count = await create_indexes(mongo_client()[settings().mongodb_database])
    log().info("indexes.created", count=count)


if __name__ == "__main__":
    asyncio.run(run())
