"""Counting the uses of a discount code: the conditions and updates of one document.

The code's document carries its uses by order (`uses`), how many there are (`useCount`), how many
each customer has (`customers`) and orders that gave their use back (`released`), which stay given
back whatever is redelivered. One conditional update keeps all limits at once.
"""

import hashlib
from dataclasses import dataclass

from functions.cart.codes import DiscountCode

Document = dict[str, object]


@dataclass(frozen=True)
class Write:
    """A conditional update of the code's document; `filter` goes with its `_id`."""

    filter: Document
    update: Document


def claim(code: DiscountCode, order_number: str, customer_id: str) -> Write:
    """Return the write that uses `code` for an order, if the limits as read still allow it.

    The limits are part of the filter, so that an admin who changes them meanwhile wins.
    """
    order, customer = field_key(order_number), field_key(customer_id)
    conditions: Document = {
        f"uses.{order}": {"$exists": False},
        f"released.{order}": {"$exists": False},
        "active": True,
        "limitTotal": code.limit_total,
        "limitPerCustomer": code.limit_per_customer,
    }
    if code.limit_total is not None:
        conditions["useCount"] = {"$not": {"$gte": code.limit_total}}
    if code.limit_per_customer is not None:
        conditions[f"customers.{customer}"] = {"$not": {"$gte": code.limit_per_customer}}
    return Write(
        filter=conditions,
        update={
            "$set": {f"uses.{order}": customer},
            "$inc": {"useCount": 1, f"customers.{customer}": 1},
        },
    )


def release(order_number: str, customer_id: str) -> Write:
    """Return the write that gives an order's use back."""
    order, customer = field_key(order_number), field_key(customer_id)
    return Write(
        filter={f"uses.{order}": customer},
        update={
            "$unset": {f"uses.{order}": ""},
            "$set": {f"released.{order}": True},
            "$inc": {"useCount": -1, f"customers.{customer}": -1},
        },
    )


def bar(order_number: str) -> Write:
    """Return the write that keeps a claim from counting after its release, if it comes late."""
    order = field_key(order_number)
    return Write(
        filter={f"uses.{order}": {"$exists": False}},
        update={"$set": {f"released.{order}": True}},
    )


def field_key(name: str) -> str:
    """Return `name` as a short field name without the characters MongoDB gives a meaning."""
    return hashlib.sha256(name.encode()).hexdigest()[:20]
