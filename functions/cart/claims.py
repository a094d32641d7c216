"""Claims and releases of code uses on the store: all codes of an order, or none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.cart.code_use import (
    Write,
    bar,
    claim,
    forget,
    given_back_for,
    has_use,
    is_counted,
    release,
    unused,
    uses_id,
)
from functions.cart.codes import DiscountCode, normalise
from functions.cart.read import USES, read_codes
from shared.errors import BusyError
from shared.events.carts import CodeUseRequested
from shared.stores.store import Document, Store

ATTEMPTS: Final = 3


@dataclass(frozen=True)
class Order:
    """Who uses codes, for which order of which brand, when."""

    brand: str
    number: str
    customer_id: str
    now: datetime


def order_of(event: CodeUseRequested, brand: str, now: datetime) -> Order:
    """Return the order an event is about."""
    return Order(brand, event.order_number, event.customer_id, now)


async def claim_all(store: Store, order: Order, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Use all codes for the order; return those refused, for which none is used then.

    A quote is a promise: dates and minimums were checked when it was made, limits are now.
    """
    texts = tuple(dict.fromkeys(normalise(code) for code in codes))
    known = await read_codes(store, order.brand, texts)
    claimed: list[DiscountCode] = []
    for text in texts:
        code = known.get(text)
        refused = text if code is None or not code.active else await _claim(store, order, code)
        if refused is not None:
            for one in claimed:
                await _release(store, order, one, because_of=refused)
            return (refused,)
        if code is not None:
            claimed.append(code)
    return ()


async def release_all(store: Store, order: Order, codes: tuple[str, ...]) -> None:
    """Give the order's uses back; claims that come later count no more."""
    texts = tuple(dict.fromkeys(normalise(code) for code in codes))
    known = await read_codes(store, order.brand, texts)
    for code in known.values():
        await _release(store, order, code, because_of="")


async def _claim(store: Store, order: Order, code: DiscountCode) -> str | None:
    """Use one code; return which code is refused, if one is.

    That is another one where this order gave its use back for it before: told again, the answer
    must be the same.
    """
    if not is_counted(code):
        return None
    document = await _write(store, claim(code, order.number, order.customer_id, order.now))
    if document is None:
        document = await store.get(USES, uses_id(code, order.customer_id)) or {}
        if not has_use(document, order.number):
            return given_back_for(document, order.number) or code.code
    old = forget(document, order.now)
    if old is not None:
        await store.update(USES, old.query, old.change)
    return None


async def _release(store: Store, order: Order, code: DiscountCode, *, because_of: str) -> None:
    if not is_counted(code):
        return
    who = (order.number, order.customer_id, order.now)
    for _ in range(ATTEMPTS):
        given_back = release(code, *who, because_of=because_of)
        if await store.update(USES, given_back.query, given_back.change) is not None:
            return
        if await _write(store, bar(code, *who)) is not None:
            return
        document = await store.get(USES, uses_id(code, order.customer_id))
        if document is not None and not has_use(document, order.number):
            return
    raise BusyError(f"uses of {code.code} keep changing")


async def _write(store: Store, write: Write) -> Document | None:
    """Make a conditional write, on a new document if there is none yet."""
    document = await store.update(USES, write.query, write.change)
    if document is None and await store.insert(USES, unused(write.query["_id"])):
        document = await store.update(USES, write.query, write.change)
    return document
