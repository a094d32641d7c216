"""Who a channel address belongs to. The only writer of `customers` and `identities`.

Identities are look-up documents inserted first, so that two messages racing in agree on one
customer. A phone number alone is never trusted for long: when it comes with another
business-scoped id than before, it belongs to somebody else now.
"""

import asyncio
from datetime import datetime

from shared.function.seal import derived_id
from shared.models.message import ChannelAddress
from shared.stores.store import Document, Store

IDENTITIES = "identities"
CUSTOMERS = "customers"


def identity_keys(address: ChannelAddress) -> tuple[str, ...]:
    """Return the keys of an address, the most trustworthy first."""
    parts = (
        ("wa_user", address.user_id),
        ("wa_parent", address.parent_user_id),
        ("web", address.web_id),
        ("wa_phone", address.phone),
    )
    return tuple(f"{kind}|{value}" for kind, value in parts if value)


async def customer_of(store: Store, address: ChannelAddress, now: datetime) -> str | None:
    """Return the customer's id, making a new customer of an address never seen.

    Returns:
        The id; None when the address names nobody.
    """
    keys = identity_keys(address)
    if not keys:
        return None
    found = await asyncio.gather(*(store.get(IDENTITIES, key) for key in keys))
    known = [one for one in found if one is not None and not _is_recycled(one, address)]
    customer_id = known[0]["customer_id"] if known else None
    if customer_id is None:
        customer_id = await _introduce(store, keys[0], address, now)
    await asyncio.gather(
        *(
            _link(store, key, one, customer_id, address, now)
            for key, one in zip(keys, found, strict=True)
            if one is None or one["customer_id"] != customer_id or _gains_user_id(one, address)
        )
    )
    return customer_id


async def web_customer(store: Store, web_id: str) -> str | None:
    """Return the customer of a cookie's identity; nobody becomes one by being looked for."""
    (key,) = identity_keys(ChannelAddress(web_id=web_id))
    known = await store.get(IDENTITIES, key)
    return known["customer_id"] if known else None


async def is_erased(store: Store, customer_id: str) -> bool:
    """Tell whether a customer is to be forgotten, or was."""
    known = await store.get(CUSTOMERS, customer_id)
    return known is not None and known.get("erased_at") is not None


async def link(store: Store, address: ChannelAddress, customer_id: str, now: datetime) -> None:
    """Say that an address belongs to a customer (rotation events, linking by code)."""
    for key in identity_keys(address):
        await _link(store, key, await store.get(IDENTITIES, key), customer_id, address, now)


def _is_recycled(identity: Document, address: ChannelAddress) -> bool:
    before: str | None = identity.get("user_id")
    return (
        identity["_id"].startswith("wa_phone|")
        and before is not None
        and address.user_id is not None
        and before != address.user_id
    )


def _gains_user_id(identity: Document, address: ChannelAddress) -> bool:
    return address.user_id is not None and identity.get("user_id") != address.user_id


async def _introduce(store: Store, key: str, address: ChannelAddress, now: datetime) -> str:
    customer_id = derived_id("customer", key, now.isoformat())
    first = {
        "_id": key,
        "customer_id": customer_id,
        "user_id": address.user_id,
        "at": now,
    }
    if not await store.insert(IDENTITIES, first):
        existing = await store.get(IDENTITIES, key)
        if existing is not None and not _is_recycled(existing, address):
            return str(existing["customer_id"])
    await store.insert(CUSTOMERS, {"_id": customer_id, "created_at": now})
    return customer_id


async def _link(
    store: Store,
    key: str,
    identity: Document | None,
    customer_id: str,
    address: ChannelAddress,
    now: datetime,
) -> None:
    fields = {"customer_id": customer_id, "user_id": address.user_id, "at": now}
    if identity is None and await store.insert(IDENTITIES, {"_id": key, **fields}):
        return
    await store.update(IDENTITIES, {"_id": key}, {"$set": fields})
