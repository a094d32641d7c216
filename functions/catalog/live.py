"""The index as it lives in a pod: built in the background, following every pod's changes."""

import asyncio
import ctypes
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Final
from weakref import WeakKeyDictionary, proxy

from functions.catalog import changes
from functions.catalog.documents import Indexed, indexed
from functions.catalog.fresh import FreshProducts
from functions.catalog.index import CatalogIndex
from functions.catalog.search import Found, Shelf, find, shelf_of
from functions.catalog.tastes import Tastes
from shared.brands import brands
from shared.catalog_reads import PRODUCTS, with_fresh_stock
from shared.errors import DependencyError
from shared.events.products import Search
from shared.log import log
from shared.models.product import Product
from shared.stores.store import Document, Store

POLL_SECONDS: Final = 1.0
BUILD_SECONDS: Final = 20.0
"""How long a query waits for the index to be built."""
MOST_REMEMBERED: Final = 256
"""Answers kept until something changes: paging asks the same question again and again."""

_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class LiveCatalog:
    """The index of one pod over one store; it builds itself when it is first asked for."""

    def __init__(self, store: Store, shelves: Mapping[str, Shelf]) -> None:
        self._store: Store = proxy(store)  # the index must not keep a store alive
        self._shelves = shelves
        self.fresh = FreshProducts(self._store)
        self._following: asyncio.Future[None] | None = None
        self._index: CatalogIndex | None = None
        self._built = asyncio.Event()
        self._lock = asyncio.Lock()
        self._versions: dict[str, int] = {}
        self._newest = _LONG_AGO
        self._seen = -1
        self._answers: dict[tuple[str, str, str, bool], Found] = {}

    def start(self) -> None:
        """Build the index in the background and follow changes for as long as the process lives."""
        if self._following is None:
            self._following = asyncio.ensure_future(self._follow())

    async def _follow(self) -> None:
        while True:
            try:
                await self.catch_up()
            except Exception:  # noqa: BLE001 - an index that stops following sells what is gone
                log().exception("catalog.follow_failed")
            await asyncio.sleep(POLL_SECONDS)

    async def catch_up(self) -> None:
        """Read what changed since the last time, if anything did."""
        count = await changes.count(self._store)
        if count == self._seen and self._built.is_set():
            return
        since = max(_LONG_AGO, self._newest - changes.OVERLAP)
        after: Document | None = None
        while page := await changes.page_since(self._store, since, after):
            await self._take(page)
            after = page[-1]
        if not self._built.is_set():
            await asyncio.to_thread(_give_memory_back)
        self._seen = count
        await self._take([])
        self._built.set()

    async def refresh(self, keys: Sequence[str]) -> None:
        """Show own changes at once."""
        self.fresh.drop(keys)
        if keys and self._built.is_set():
            query = {"_id": {"$in": list(keys)}}
            await self._take(await self._store.find(PRODUCTS, query, limit=len(keys)))

    async def index(self) -> CatalogIndex:
        """Return the index, once it is built.

        Raises:
            DependencyError: it could not be built in time.
        """
        self.start()
        try:
            if not self._built.is_set():
                await asyncio.wait_for(self._built.wait(), BUILD_SECONDS)
        except TimeoutError as error:
            raise DependencyError("catalog index") from error
        if self._index is None:
            raise DependencyError("catalog index")
        return self._index

    def shelf(self, brand: str) -> Shelf | None:
        """Return a brand prepared for searching."""
        return self._shelves.get(brand)

    async def find(
        self,
        shelf: Shelf,
        search: Search,
        *,
        language: str,
        tastes: Tastes | None = None,
        relax: bool = True,
    ) -> Found:
        """Return all products for a search; the same question is answered from memory."""
        index = await self.index()
        whole = search.model_copy(update={"limit": 0, "offset": 0})
        key = (shelf.brand.id, whole.model_dump_json(), language, relax)
        known = None if tastes else self._answers.get(key)
        if known is None:
            known = find(index, shelf, whole, language=language, tastes=tastes, relax=relax)
            if tastes is None:
                self._remember(key, known)
        return known

    def _remember(self, key: tuple[str, str, str, bool], found: Found) -> None:
        if len(self._answers) >= MOST_REMEMBERED:
            self._answers.pop(next(iter(self._answers)))
        self._answers[key] = found

    async def _take(self, documents: Sequence[Document]) -> None:
        """Put documents into the index; those it has in this version are left alone."""
        async with self._lock:
            index = self._index = self._index or CatalogIndex()
            fresh = [one for one in documents if self._versions.get(one["_id"]) != one["version"]]
            if fresh:
                products = await self._stocked(fresh)
                await asyncio.to_thread(
                    _apply, index, products, [one["_id"] for one in fresh], self._shelves
                )
                self._answers.clear()
            self.fresh.drop(one["_id"] for one in fresh)
            self._versions |= {one["_id"]: one["version"] for one in fresh}
            self._newest = max([self._newest, *(one["changed_at"] for one in fresh)])

    async def _stocked(self, documents: Sequence[Document]) -> list[Product]:
        by_brand: dict[str, list[Document]] = {}
        for one in documents:
            if not one["deleted"] and one["brand"] in self._shelves:
                by_brand.setdefault(one["brand"], []).append(one)
        found = [await with_fresh_stock(self._store, each) for each in by_brand.values()]
        return [product for each in found for product in each.values()]


def _apply(
    index: CatalogIndex,
    products: Sequence[Product],
    keys: Sequence[str],
    shelves: Mapping[str, Shelf],
) -> None:
    put: list[Indexed] = [indexed(one, shelves[one.brand].brand.categories) for one in products]
    kept = {one.entry.key for one in put}
    index.apply(put, [key for key in keys if key not in kept])


def _give_memory_back() -> None:
    """Return what the build left free to the system; with glibc that takes being asked."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


@cache
def shelves() -> dict[str, Shelf]:
    """Return this shop's brands, prepared for searching."""
    return {brand.id: shelf_of(brand) for brand in brands().values()}


def live_catalog(store: Store) -> LiveCatalog:
    """Return this process's index over a store."""
    known = _live.get(store)
    if known is None:
        known = _live[store] = LiveCatalog(store, shelves())
    return known


_live: WeakKeyDictionary[Store, LiveCatalog] = WeakKeyDictionary()
