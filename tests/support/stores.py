"""Real stores for tests: MongoDB's wire and Redis, as `make run` starts them."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from anyio.from_thread import start_blocking_portal

from knative.local.stores import StoreUrls, embedded_stores

NO_S3 = {"S3_ENDPOINT_URL": "http://127.0.0.1:9"}


@contextmanager
def running_stores(folder: Path) -> Generator[StoreUrls]:
    """Run MongoDB and Redis with their files in `folder`; yield their URLs."""
    stores = embedded_stores(folder, given=NO_S3)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(stores) as urls:
        yield urls
