"""One pod at a time calls a provider or carrier about an order."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from functions.order.records import ORDERS
from shared.errors import BusyError
from shared.function import fault
from shared.function.delivery import Delivery

LEASE_TIME: Final = timedelta(seconds=30)
"""Above the longest provider call: the HTTP client gives up after 10 seconds."""
CLOCK_SKEW: Final = timedelta(seconds=10)


@asynccontextmanager
async def leased(delivery: Delivery, key: str) -> AsyncGenerator[None]:
    """Hold the record's lease while something outside is asked.

    A holder that is late does no harm: what it asked is idempotent by attempt, refund or parcel,
    and what it writes is decided on the record as it is then.

    Raises:
        BusyError: another delivery holds it; the broker asks again.
    """
    owner = delivery.marker
    free = {"lease.until": {"$lt": delivery.now - CLOCK_SKEW}}
    taken = await delivery.store.update(
        ORDERS.collection,
        {"_id": key, "$or": [{"lease": {"$exists": False}}, {"lease.owner": owner}, free]},
        {
            "$set": {"lease.owner": owner, "lease.until": delivery.now + LEASE_TIME},
            "$inc": {"lease.epoch": 1},
        },
    )
    if taken is None:
        raise BusyError("the order's provider is being called")
    mine = {"_id": key, "lease.owner": owner, "lease.epoch": taken["lease"]["epoch"]}
    try:
        fault.reach("before_outside")
        yield
        fault.reach("after_outside")
    finally:
        ended = {"$set": {"lease.until": delivery.now - LEASE_TIME, "lease.owner": ""}}
        await delivery.store.update(ORDERS.collection, mine, ended)
