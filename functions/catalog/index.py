"""The search index of all brands, in the memory of one process."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tantivy import Document, Index, Order, Query

from functions.catalog import fields
from functions.catalog.documents import Indexed
from functions.catalog.entries import Entry, Offer
from functions.catalog.vocabulary import Vocabulary

MOST_HITS: Final = 20_000
"""Variants looked at in one search; beyond it the best ones by the asked order are kept."""

_WRITER_BYTES: Final = 15_000_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A product with the variants that match, in the product's order."""

    entry: Entry
    offers: tuple[Offer, ...]
    score: float
    """Text relevance; 0 where the index was asked for another order."""


class CatalogIndex:
    """Products of all brands. Writes take a lock and may run in a thread; reads never wait."""

    def __init__(self) -> None:
        self._index = Index(fields.schema())
        for name, analyzer in fields.analyzers().items():
            self._index.register_tokenizer(name, analyzer)
        self._writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        self._searcher = self._index.searcher()
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._entries: dict[int, Entry] = {}
        self._next = 0
        self._vocabularies: dict[str, Vocabulary] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def apply(self, put: Iterable[Indexed] = (), removed: Iterable[str] = ()) -> None:
        """Add or replace products, remove others by key, and show all of it at once."""
        with self._lock:
            stale: list[int] = []
            for key in removed:
                stale += self._take_out(key)
            for each in put:
                stale += self._take_out(each.entry.key)
                self._put_in(each)
            self._writer.commit()
            self._index.reload()
            self._searcher = self._index.searcher()
            for number in stale:
                self._entries.pop(number, None)

    def entry(self, brand: str, product_id: str) -> Entry | None:
        """Return what is kept of a product."""
        number = self._numbers.get(f"{brand}|{product_id}")
        return None if number is None else self._entries.get(number)

    def vocabulary(self, brand: str) -> Vocabulary:
        """Return the words of a brand's products."""
        return self._vocabularies.setdefault(brand, Vocabulary())

    def hits(self, query: Query, order: tuple[str, Order] | None = None) -> list[Hit]:
        """Return every product with a matching variant, best text match first.

        Args:
            query: must contain the brand.
            order: the field that decides which hits are kept beyond `MOST_HITS`; without it,
                relevance does.
        """
        searcher = self._searcher
        if order:
            found = searcher.search(
                query, MOST_HITS, count=False, order_by_field=order[0], order=order[1]
            ).hits
        else:
            found = searcher.search(query, MOST_HITS, count=False).hits
        ordinals = searcher.fast_field_values(fields.ORDINAL, [address for _, address in found])
        return self._grouped(ordinals, [] if order else [score for score, _ in found])

    def _grouped(self, ordinals: Sequence[float | None], scores: Sequence[float]) -> list[Hit]:
        places: dict[int, list[int]] = {}
        best: dict[int, float] = {}
        for rank, filled in enumerate(ordinals):
            number, place = divmod(int(filled or 0), fields.VARIANTS)
            if number in places:
                places[number].append(place)
            else:
                places[number] = [place]
                best[number] = scores[rank] if scores else 0.0
        return [
            Hit(entry, _offers(entry, found), best[number])
            for number, found in places.items()
            if (entry := self._entries.get(number))
        ]

    def _take_out(self, key: str) -> list[int]:
        number = self._numbers.pop(key, None)
        if number is None:
            return []
        self._writer.delete_documents_by_term(fields.KEY, key)
        entry = self._entries[number]
        self.vocabulary(entry.brand).remove(entry.words)
        return [number]

    def _put_in(self, product: Indexed) -> None:
        number, self._next = self._next, self._next + 1
        self._numbers[product.entry.key] = number
        self._entries[number] = product.entry
        self.vocabulary(product.entry.brand).add(product.entry.words)
        for place, document in enumerate(product.documents):
            ordinal = number * fields.VARIANTS + place
            filled = {**document, fields.ORDINAL: [ordinal]}
            self._writer.add_document(
                Document.from_dict(filled, fields.schema())  # pyright: ignore[reportUnknownMemberType]
            )


def _offers(entry: Entry, places: list[int]) -> tuple[Offer, ...]:
    if len(places) == len(entry.offers):
        return entry.offers
    return tuple(entry.offers[place] for place in sorted(places))
