"""Stock of a SKU: every change is one conditional write on its document, safe to repeat.

`available` pieces can be sold; `holds` keeps those set aside by order number, `released` and
`sold` remember how a hold ended, `restocked` which returns came back. A filter that does not
match means that the change was made before or cannot be made: `verdict` reads which.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from shared.events.products import StockLine

REMEMBERED_FOR: Final = timedelta(days=40)
"""Longer than any event is redelivered or replayed (30 days)."""
MANY_MEMORIES: Final = 64
"""Ended holds a document keeps before old ones are looked for."""

Filter = dict[str, object]
Update = dict[str, dict[str, object]]
Write = tuple[Filter, Update]


class Held(BaseModel):
    """Pieces of one order."""

    model_config = ConfigDict(frozen=True)

    n: int
    at: datetime


class Stock(BaseModel):
    """The stock document of one SKU."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(alias="_id")
    sku: str
    brand: str
    product_id: str
    available: int = 0
    sold_total: int = 0
    """Pieces sold and not brought back, for ever."""
    holds: dict[str, Held] = {}
    released: dict[str, datetime] = {}
    sold: dict[str, Held] = {}
    restocked: dict[str, datetime] = {}


class Verdict(StrEnum):
    """How a SKU stands to an order."""

    DONE = "done"
    RETRY = "retry"
    """Another write came between; the same change may still be made."""
    REFUSED = "refused"


def merged(lines: Iterable[StockLine]) -> tuple[StockLine, ...]:
    """Return the lines in SKU order, one per SKU: two orders never wait for each other in turn."""
    pieces: dict[str, int] = {}
    for line in lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    return tuple(StockLine(sku=sku, quantity=pieces[sku]) for sku in sorted(pieces))


def hold(document_id: str, order: str, n: int, now: datetime) -> Write:
    """Set `n` pieces aside for an order that has had none of this SKU yet."""
    return (
        {"_id": document_id, "available": {"$gte": n}, **_never_seen(order)},
        {"$inc": {"available": -n}, "$set": {f"holds.{_key(order)}": {"n": n, "at": now}}},
    )


def release(document_id: str, order: str, n: int, now: datetime) -> Write:
    """Give a hold of `n` pieces back."""
    key = _key(order)
    return (
        {"_id": document_id, f"holds.{key}.n": n},
        {
            "$inc": {"available": n},
            "$unset": {f"holds.{key}": ""},
            "$set": {f"released.{key}": now},
        },
    )


def tombstone(document_id: str, order: str, now: datetime) -> Write:
    """Release a hold that is not there (yet): one that comes late must not keep pieces."""
    return (
        {"_id": document_id, **_never_seen(order)},
        {"$set": {f"released.{_key(order)}": now}},
    )


def sell(document_id: str, order: str, n: int, now: datetime) -> Write:
    """Make a hold of `n` pieces a sale."""
    key = _key(order)
    return (
        {"_id": document_id, f"holds.{key}.n": n},
        {
            "$inc": {"sold_total": n},
            "$unset": {f"holds.{key}": ""},
            "$set": {f"sold.{key}": {"n": n, "at": now}},
        },
    )


def restock(document_id: str, restock_id: str, n: int, now: datetime) -> Write:
    """Take `n` pieces of one return back into stock, once."""
    key = f"restocked.{_key(restock_id)}"
    return (
        {"_id": document_id, key: {"$exists": False}},
        {"$inc": {"available": n, "sold_total": -n}, "$set": {key: now}},
    )


def adjust(document_id: str, by: int, cause: str, now: datetime) -> Write:
    """Change what can be sold by `by` pieces, once per cause; never below none."""
    key = f"restocked.{_key(cause)}"
    return (
        {"_id": document_id, "available": {"$gte": -by}, key: {"$exists": False}},
        {"$inc": {"available": by}, "$set": {key: now}},
    )


def was_adjusted(stock: Stock, cause: str) -> bool:
    """Tell whether the cause changed the stock before."""
    return _key(cause) in stock.restocked


def trim(stock: Stock, now: datetime) -> Write | None:
    """Forget ended holds and returns that no redelivery can concern any more, if there are many."""
    if len(stock.released) + len(stock.sold) + len(stock.restocked) <= MANY_MEMORIES:
        return None
    horizon = now - REMEMBERED_FOR
    old = {
        **{f"released.{key}": "" for key, at in stock.released.items() if at < horizon},
        **{f"sold.{key}": "" for key, sold in stock.sold.items() if sold.at < horizon},
        **{f"restocked.{key}": "" for key, at in stock.restocked.items() if at < horizon},
    }
    return ({"_id": stock.id}, {"$unset": dict[str, object](old)}) if old else None


def after_hold(stock: Stock, order: str, n: int) -> Verdict:
    """Tell what a hold that wrote nothing means."""
    key = _key(order)
    if _amount(stock.holds, key) == n or _amount(stock.sold, key) == n:
        return Verdict.DONE
    if key in stock.holds or key in stock.sold or key in stock.released or stock.available < n:
        return Verdict.REFUSED
    return Verdict.RETRY


def after_sell(stock: Stock, order: str, n: int) -> Verdict:
    """Tell what a sale that wrote nothing means: made before, or there is no such hold."""
    key = _key(order)
    if _amount(stock.holds, key) == n:
        return Verdict.RETRY
    return Verdict.DONE if _amount(stock.sold, key) == n else Verdict.REFUSED


def held_pieces(stock: Stock, order: str) -> int:
    """Return how many pieces are set aside for an order."""
    return _amount(stock.holds, _key(order)) or 0


def is_over(stock: Stock, order: str) -> bool:
    """Tell whether the order's hold was given back or sold."""
    key = _key(order)
    return key not in stock.holds and (key in stock.released or key in stock.sold)


def _never_seen(order: str) -> Filter:
    key = _key(order)
    return {f"{part}.{key}": {"$exists": False} for part in ("holds", "released", "sold")}


def _key(name: str) -> str:
    """Return `name` as a field name: dots and dollars have a meaning in paths."""
    return name.replace("%", "%25").replace(".", "%2E").replace("$", "%24")


def _amount(held: Mapping[str, Held], key: str) -> int | None:
    return held[key].n if key in held else None
