"""Where orders lie: `{brand}|{order id}`, and a look-up document per order number."""

from datetime import datetime
from typing import Final, NamedTuple

from functions.order.state import OrderState
from shared.errors import BusyError
from shared.function.ledger import RecordKind
from shared.function.seal import derived_id
from shared.models.brand import Brand
from shared.models.order import OrderStatus
from shared.stores.store import Document, Store

ORDERS: Final = RecordKind("orders", OrderState)
NUMBERS: Final = "order_numbers"
COUNTERS: Final = "counters"
FIRST_NUMBER: Final = 100_001
NUMBER_TRIES: Final = 20
PAGE: Final = 20


class Recorded(NamedTuple):
    """An order with the key of its record."""

    key: str
    state: OrderState


def order_id(brand: str, quote_id: str) -> str:
    """Return the id of the one order that a quote can become."""
    return derived_id("order", brand, quote_id)


def record_key(brand: str, order: str) -> str:
    """Return the `_id` of an order's record."""
    return f"{brand}|{order}"


async def loaded(store: Store, key: str) -> OrderState | None:
    """Return an order by the key of its record."""
    document = await store.get(ORDERS.collection, key)
    return ORDERS.load(document) if document else None


async def numbered(store: Store, number: str) -> Recorded | None:
    """Return the order with this number.

    A number that was taken but lost to a second try at the same order names nothing.
    """
    found = await store.get(NUMBERS, number)
    if found is None:
        return None
    state = await loaded(store, found["order"])
    return Recorded(found["order"], state) if state and state.number == number else None


async def take_number(store: Store, brand: Brand, key: str) -> str:
    """Return a number nobody has, entered in the look-up for the record at `key`.

    Numbers grow by brand; one taken just before a crash is never used.
    """
    for _ in range(NUMBER_TRIES):
        counter = await store.update(
            COUNTERS, {"_id": f"orders|{brand.id}"}, {"$inc": {"value": 1}}, upsert=True
        )
        if counter is None:
            continue
        number = f"{brand.order_prefix}-{FIRST_NUMBER - 1 + counter['value']}"
        if await store.insert(NUMBERS, {"_id": number, "order": key}):
            return number
    raise BusyError("no free order number")


async def orders_of(
    store: Store,
    customer_id: str | None,
    *,
    brand: str | None = None,
    status: OrderStatus | None = None,
    before: datetime | None = None,
    limit: int = PAGE,
) -> list[OrderState]:
    """Return orders, newest first: of one customer, or (admins) of all."""
    query: Document = {}
    if customer_id is not None:
        query["state.customer_id"] = customer_id
        query["state.status"] = {"$ne": OrderStatus.REJECTED.value}
    if brand is not None:
        query["state.brand"] = brand
    if status is not None:
        query["state.status"] = status.value
    if before is not None:
        query["state.placed_at"] = {"$lt": before}
    documents = await store.find(
        ORDERS.collection, query, sort=(("state.placed_at", -1),), limit=limit
    )
    return [ORDERS.load(one) for one in documents]
