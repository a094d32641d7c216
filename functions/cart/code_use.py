"""Counting the uses of a discount code: conditions and updates of one document.

Beside the code, its document carries the uses by order (`uses`), how many there are (`use_count`),
how many each customer has (`customers`), and the orders that gave theirs back (`released`), which
stay so whatever is redelivered. One conditional update keeps all limits at once. A code without
limits is not counted: its document would only grow.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from functions.cart.codes import DiscountCode

Document = dict[str, Any]


@dataclass(frozen=True)
class Write:
    """A conditional update of a code's document; the `_id` is added to the query."""

    query: Document
    change: Document


def is_counted(code: DiscountCode) -> bool:
    """Return whether uses of the code are counted."""
    return code.limit_total is not None or code.limit_per_customer is not None


def claim(code: DiscountCode, order_number: str, customer_id: str) -> Write:
    """Return the write that uses `code` for an order if its limits allow it.

    The limits as read are part of the query: where an admin changed them meanwhile, it fails.
    """
    order, customer = field_key(order_number), field_key(customer_id)
    query: Document = {
        f"uses.{order}": {"$exists": False},
        f"released.{order}": {"$exists": False},
        "code.active": True,
        "code.limit_total": code.limit_total,
        "code.limit_per_customer": code.limit_per_customer,
    }
    if code.limit_total is not None:
        query["use_count"] = {"$lt": code.limit_total}
    if code.limit_per_customer is not None:
        used = f"customers.{customer}"
        query["$or"] = [{used: {"$exists": False}}, {used: {"$lt": code.limit_per_customer}}]
    return Write(
        query,
        {
            "$set": {f"uses.{order}": customer},
            "$inc": {"use_count": 1, f"customers.{customer}": 1},
        },
    )


def release(order_number: str, customer_id: str, because_of: str = "") -> Write:
    """Return the write that gives an order's use back.

    Args:
        order_number: whose use.
        customer_id: who ordered.
        because_of: the other code that was refused, where that is why.
    """
    order, customer = field_key(order_number), field_key(customer_id)
    return Write(
        {f"uses.{order}": customer},
        {
            "$unset": {f"uses.{order}": ""},
            "$set": {f"released.{order}": because_of},
            "$inc": {"use_count": -1, f"customers.{customer}": -1},
        },
    )


def bar(order_number: str) -> Write:
    """Return the write by which a claim that comes after its release counts no more."""
    order = field_key(order_number)
    return Write(
        {f"uses.{order}": {"$exists": False}, f"released.{order}": {"$exists": False}},
        {"$set": {f"released.{order}": ""}},
    )


def has_use(document: Document, order_number: str) -> bool:
    """Return whether the order uses the code."""
    return field_key(order_number) in document.get("uses", {})


def refused_for(document: Document, order_number: str) -> str | None:
    """Return the code for which the order gave this one back; None if it never did."""
    released: str | None = document.get("released", {}).get(field_key(order_number))
    return released


def field_key(name: str) -> str:
    """Return `name` as a short field name without the characters MongoDB gives a meaning."""
    return hashlib.sha256(name.encode()).hexdigest()[:20]
