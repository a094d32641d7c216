"""Carries an order's stock changes out on the store: all lines of a hold, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.catalog import stock
from functions.catalog.stock import Stock, Verdict, Write
from shared.catalog_reads import STOCK, stock_key
from shared.errors import BusyError
from shared.events.products import StockLine
from shared.stores.store import Store

_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class Moved:
    """A SKU whose pieces for sale changed."""

    stock: Stock
    before: int
    """`available` before; what it is now stands in `stock`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request."""

    done: bool
    moved: tuple[Moved, ...] = ()
    short: tuple[StockLine, ...] = ()
    """SKUs with too few pieces, with what is available of each."""


@dataclass(frozen=True, slots=True)
class Request:
    """An order's lines, at the time of the delivery."""

    brand: str
    order: str
    lines: tuple[StockLine, ...]
    now: datetime

    @property
    def wanted(self) -> tuple[tuple[str, int], ...]:
        """(document id, pieces) in the order in which they are taken."""
        return tuple(
            (stock_key(self.brand, line.sku), line.quantity) for line in stock.merged(self.lines)
        )


async def hold(store: Store, request: Request) -> Outcome:
    """Set all pieces aside, or none.

    After one shortage the whole order counts as released, so that the same request repeated after
    a crash takes nothing either: its first answer may be out already.
    """
    moved: list[Moved] = []
    for document_id, n in request.wanted:
        held, change = await _hold(store, request, document_id, n)
        if change:
            moved.append(change)
        if not held:
            short = await _short(store, request)
            undone = await release(store, request)
            return Outcome(done=False, moved=_net(moved, undone.moved), short=short)
    return Outcome(done=True, moved=tuple(moved))


async def release(store: Store, request: Request) -> Outcome:
    """Give back whatever is set aside; what is not there yet will not be taken later."""
    changes = [await _release(store, request, *line) for line in request.wanted]
    return Outcome(done=True, moved=tuple(each for each in changes if each))


async def sell(store: Store, request: Request) -> Outcome:
    """Make the order's holds sales; not done where a line is neither held nor sold."""
    done = True
    for document_id, n in request.wanted:
        for _ in range(_ATTEMPTS):
            write = stock.sell(document_id, request.order, n, request.now)
            written = await _write(store, write)
            if written:
                await _tidy(store, written, request.now)
                break
            current = await read(store, document_id)
            verdict = stock.after_sell(current, request.order, n) if current else Verdict.REFUSED
            if verdict is not Verdict.RETRY:
                done = done and verdict is Verdict.DONE
                break
        else:
            raise BusyError("stock")
    return Outcome(done=done)


async def restock(store: Store, request: Request, restock_id: str) -> Outcome:
    """Take the pieces of one return back, once."""
    moved: list[Moved] = []
    for document_id, n in request.wanted:
        written = await _write(store, stock.restock(document_id, restock_id, n, request.now))
        if written:
            moved.append(Moved(written, written.available - n))
    return Outcome(done=True, moved=tuple(moved))


async def read(store: Store, document_id: str) -> Stock | None:
    """Return the stock of a SKU."""
    document = await store.get(STOCK, document_id)
    return Stock.model_validate(document) if document else None


async def _hold(
    store: Store, request: Request, document_id: str, n: int
) -> tuple[bool, Moved | None]:
    for _ in range(_ATTEMPTS):
        written = await _write(store, stock.hold(document_id, request.order, n, request.now))
        if written:
            return True, Moved(written, written.available + n)
        current = await read(store, document_id)
        verdict = stock.after_hold(current, request.order, n) if current else Verdict.REFUSED
        if verdict is not Verdict.RETRY:
            return verdict is Verdict.DONE, None
    raise BusyError("stock")


async def _release(store: Store, request: Request, document_id: str, n: int) -> Moved | None:
    """Give a hold back or, where there is none, keep a late one from taking pieces."""
    for _ in range(_ATTEMPTS):
        written = await _write(store, stock.release(document_id, request.order, n, request.now))
        if written:
            await _tidy(store, written, request.now)
            return Moved(written, written.available - n)
        if await _write(store, stock.tombstone(document_id, request.order, request.now)):
            return None
        current = await read(store, document_id)
        if current is None or stock.is_over(current, request.order):
            return None
        n = stock.held_pieces(current, request.order) or n
    raise BusyError("stock")


async def _short(store: Store, request: Request) -> tuple[StockLine, ...]:
    found: list[StockLine] = []
    for line in stock.merged(request.lines):
        current = await read(store, stock_key(request.brand, line.sku))
        available = current.available if current else 0
        own = stock.held_pieces(current, request.order) if current else 0
        if available + own < line.quantity:
            found.append(StockLine(sku=line.sku, quantity=available + own))
    return tuple(found)


async def _write(store: Store, write: Write) -> Stock | None:
    document = await store.update(STOCK, *write)
    return Stock.model_validate(document) if document else None


async def _tidy(store: Store, current: Stock, now: datetime) -> None:
    old = stock.trim(current, now)
    if old:
        await store.update(STOCK, *old)


def _net(taken: Sequence[Moved], undone: Sequence[Moved]) -> tuple[Moved, ...]:
    """Return what moved in the end: what was taken and given back stands as before."""
    before = {each.stock.id: each.before for each in reversed((*taken, *undone))}
    last = {each.stock.id: each for each in (*taken, *undone)}
    return tuple(
        Moved(last[key].stock, value)
        for key, value in before.items()
        if last[key].stock.available != value
    )
