"""Whether a shop is at rest, and what it left behind; read from the ledger where no API tells."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime

from pymongo import MongoClient
from pymongo.database import Database

from shared.stores.collections import outbox_collections
from tests.journeys.shop_run import Json, ShopRun


@contextmanager
def ledger(shop: ShopRun) -> Generator[Database[Json], None, None]:
    """Open the shop's ledger."""
    uri = shop.environment_of_stores()["MONGODB_URI"]
    with MongoClient[Json](uri, tz_aware=True) as client:
        yield client["agent_store"]


def at_work(shop: ShopRun) -> list[str]:
    """Return what is not at rest: queues, outboxes, timers that are due."""
    busy = [f"queue {one}" for one in shop.queued()]
    with ledger(shop) as database:
        left = {
            name: database[name].count_documents({"outbox.0": {"$exists": True}})
            for name in outbox_collections()
        }
        due = database["timers"].count_documents({"not_before": {"$lte": datetime.now(UTC)}})
    busy += [f"{count} outboxes of {name}" for name, count in left.items() if count]
    return [*busy, f"{due} timers due"] if due else busy


def unconfirmed(shop: ShopRun) -> int:
    """Return how many causes the relay has not seen arrive yet."""
    with ledger(shop) as database:
        return database["handled"].count_documents({"confirm_at": {"$exists": True}})


def dead_letters(shop: ShopRun) -> list[Json]:
    """Return what could not be handled."""
    return shop.admin("GET", "/v1/admin/dead-letters").json()["deadLetters"]


def settle(shop: ShopRun, seconds: float | None = None) -> None:
    """Wait until all is done, twice in a row."""
    seconds = seconds or 1.5 * shop.patience_seconds
    calm = 0

    def rests() -> bool:
        nonlocal calm
        calm = 0 if at_work(shop) else calm + 1
        return calm > 1

    shop.eventually(
        rests, lambda: f"rest; at work: {at_work(shop)}", seconds=seconds, pause=shop.calm_seconds
    )
