"""Why a product is in a list: what the ranking weighed, not what would sound well. Pure."""

from collections.abc import Sequence
from typing import Final

from functions.catalog.entries import Entry, Offer
from functions.catalog.tastes import Tastes, fits
from shared.events.products import Search, Sort
from shared.models.product import Reason

_WEIGHED: Final[tuple[Sort, ...]] = ("relevance",)
_MUCH_BOUGHT: Final = 0.5
"""Of what the most popular one of a list is bought."""


def reasons_in_search(
    entry: Entry, offers: Sequence[Offer], asked: Search, tastes: Tastes | None, most: int
) -> tuple[Reason, ...]:
    """Return what moved a hit up, the weightiest first; a list by price has no such reasons.

    Args:
        entry: the product.
        offers: its variants that match.
        asked: the search as it was applied.
        tastes: of the shopper.
        most: popularity of the most popular hit; 0 where there is nothing to compare with.
    """
    if asked.sort not in (*_WEIGHED, "popular"):
        return ()
    tasted = _tasted(entry, offers, tastes, asked) if asked.sort in _WEIGHED else ()
    return (*tasted, *_popular(entry, most))


def reasons_for_you(entry: Entry, tastes: Tastes | None, most: int) -> tuple[Reason, ...]:
    """Return why a product is for this shopper."""
    tasted = _tasted(entry, entry.offers, tastes, Search())
    return tasted or _popular(entry, most)


def reasons_beside(
    product: Entry, other: Entry, orders: Sequence[Sequence[str]]
) -> tuple[Reason, ...]:
    """Return why `other` is shown beside `product`: orders with both, else likeness."""
    together = any(product.id in order and other.id in order for order in orders)
    return (Reason(kind="bought_together" if together else "similar"),)


def reasons_of_late(entry: Entry, orders: Sequence[Sequence[str]], most: int) -> tuple[Reason, ...]:
    """Return why a product is wanted right now."""
    if any(entry.id in order for order in orders):
        return (Reason(kind="trending"),)
    return _popular(entry, most)


def _tasted(
    entry: Entry, offers: Sequence[Offer], tastes: Tastes | None, asked: Search
) -> tuple[Reason, ...]:
    found = fits(entry, offers, tastes, asked) if tastes else {}
    return tuple(sorted(found, key=lambda one: (-found[one], one.kind)))


def _popular(entry: Entry, most: int) -> tuple[Reason, ...]:
    is_much_bought = most > 0 and entry.popularity >= _MUCH_BOUGHT * most
    return (Reason(kind="popular"),) if is_much_bought else ()
