"""A MongoDB for tests: the one that `make run` uses, in a folder of its own."""

import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from knative.local.mongo import mongo_command
from tests.support.redis_server import free_port

START_SECONDS = 60.0


@contextmanager
def running_mongo(folder: Path) -> Generator[str]:
    """Run a MongoDB; yield its URI."""
    port = free_port()
    with (folder / "mongo.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            mongo_command(folder / "data", port), stdout=log, stderr=log
        )
        try:
            uri = f"mongodb://127.0.0.1:{port}"
            _wait_until_it_answers(uri)
            yield uri
        finally:
            process.terminate()
            process.wait(10)


def _wait_until_it_answers(uri: str) -> None:
    end = time.monotonic() + START_SECONDS
    with MongoClient[dict[str, object]](uri, serverSelectionTimeoutMS=500) as client:
        while True:
            try:
                client.admin.command("ping")
            except PyMongoError:
                if time.monotonic() > end:
                    raise
            else:
                return
