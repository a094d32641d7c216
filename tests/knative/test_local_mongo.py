"""The MongoDB of a laptop answers what was so at one moment, whoever writes meanwhile."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import AsyncMongoClient, ReturnDocument

from shared.stores.store import Document
from tests.support.mongo_server import running_mongo

pytestmark = pytest.mark.stores

WRITERS = 24
WIDE = 3000


@pytest.fixture(scope="module")
def uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_mongo(tmp_path_factory.mktemp("mongo")) as uri:
        yield uri


async def test_an_answer_is_not_changed_by_a_later_write_while_it_is_sent(
    uri: str, tmp_path: Path
) -> None:
    async with AsyncMongoClient[Document](uri) as client:
        wide = client[tmp_path.name.replace(".", "-")]["wide"]
        await wide.insert_one(
            {"_id": "one", "writes": 0, "keys": {f"k{number}": number for number in range(WIDE)}}
        )

        async def write(number: int) -> tuple[int, int]:
            change = {"$inc": {"writes": 1}, "$set": {f"keys.new{number}": number}}
            after: Document | None = await wide.find_one_and_update(
                {"_id": "one"}, change, return_document=ReturnDocument.AFTER
            )
            assert after is not None
            return after["writes"], len(after["keys"])

        answers = await asyncio.gather(*map(write, range(WRITERS)))

    assert sorted(answers) == [(number, WIDE + number) for number in range(1, WRITERS + 1)]
