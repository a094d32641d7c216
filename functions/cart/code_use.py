"""Counting the uses of a discount code: conditions and updates of one document.

A code's uses lie beside the code, so that pricing a cart does not load them: `orders` (who used it
when, by order), `released` (orders that gave theirs back, which stay so whatever is redelivered),
`use_count`, and `customers` (how many each has). One conditional update keeps all limits at once.
Orders are forgotten when no event of theirs can come again; the counts stay.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from functions.cart.codes import DiscountCode

REMEMBERED_FOR: Final = timedelta(days=40)
"""Longer than any event is redelivered or replayed (30 days)."""
MANY_ORDERS: Final = 64
"""Orders a document keeps before old ones are looked for."""

Document = dict[str, Any]


@dataclass(frozen=True)
class Write:
    """A conditional update of the document of uses."""

    query: Document
    change: Document


def is_counted(code: DiscountCode) -> bool:
    """Return whether uses of the code are counted: only where there is a limit."""
    return code.limit_total is not None or code.limit_per_customer is not None


def uses_id(code: DiscountCode, customer_id: str) -> str:
    """Return the document that the code's limits are kept by.

    Without a total limit each customer has their own: it stays small however many there are.
    """
    whole = f"{code.brand}|{code.code}"
    return whole if code.limit_total is not None else f"{whole}|{field_key(customer_id)}"


def unused(document_id: str) -> Document:
    """Return the document of a code that nobody used yet."""
    return {"_id": document_id, "use_count": 0, "customers": {}, "orders": {}, "released": {}}


def claim(code: DiscountCode, order_number: str, customer_id: str, now: datetime) -> Write:
    """Return the write that uses `code` for an order if its limits allow it."""
    order, customer = field_key(order_number), field_key(customer_id)
    query: Document = {
        "_id": uses_id(code, customer_id),
        f"orders.{order}": {"$exists": False},
        f"released.{order}": {"$exists": False},
    }
    if code.limit_total is not None:
        query["use_count"] = {"$lt": code.limit_total}
    if code.limit_per_customer is not None:
        used = f"customers.{customer}"
        query["$or"] = [{used: {"$exists": False}}, {used: {"$lt": code.limit_per_customer}}]
    return Write(
        query,
        {
            "$set": {f"orders.{order}": {"customer": customer, "at": now}},
            "$inc": {"use_count": 1, f"customers.{customer}": 1},
        },
    )


def release(
    code: DiscountCode, order_number: str, customer_id: str, now: datetime, *, because_of: str
) -> Write:
    """Return the write that gives an order's use back.

    Args:
        code: which code.
        order_number: whose use.
        customer_id: who ordered.
        now: when.
        because_of: the other code that was refused; empty when the order ended.
    """
    order, customer = field_key(order_number), field_key(customer_id)
    return Write(
        {"_id": uses_id(code, customer_id), f"orders.{order}.customer": customer},
        {
            "$unset": {f"orders.{order}": ""},
            "$set": {f"released.{order}": {"because_of": because_of, "at": now}},
            "$inc": {"use_count": -1, f"customers.{customer}": -1},
        },
    )


def bar(code: DiscountCode, order_number: str, customer_id: str, now: datetime) -> Write:
    """Return the write by which a claim that comes after its release counts no more."""
    order = field_key(order_number)
    return Write(
        {
            "_id": uses_id(code, customer_id),
            f"orders.{order}": {"$exists": False},
            f"released.{order}": {"$exists": False},
        },
        {"$set": {f"released.{order}": {"because_of": "", "at": now}}},
    )


def forget(document: Document, now: datetime) -> Write | None:
    """Return the write that forgets orders whose events cannot come again, if there are many."""
    if len(document["orders"]) + len(document["released"]) <= MANY_ORDERS:
        return None
    old = {
        f"{part}.{order}": ""
        for part in ("orders", "released")
        for order, entry in document[part].items()
        if now - entry["at"] > REMEMBERED_FOR
    }
    return Write({"_id": document["_id"]}, {"$unset": old}) if old else None


def has_use(document: Document, order_number: str) -> bool:
    """Return whether the order uses the code."""
    return field_key(order_number) in document["orders"]


def given_back_for(document: Document, order_number: str) -> str:
    """Return the code for which the order gave this one back; empty if for none."""
    entry: Document = document["released"].get(field_key(order_number), {})
    return str(entry.get("because_of", ""))


def field_key(name: str) -> str:
    """Return `name` as a short field name without the characters MongoDB gives a meaning."""
    return hashlib.sha256(name.encode()).hexdigest()[:20]
