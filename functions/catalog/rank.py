"""The order of hits: relevance first, then what the shopper likes, what sells, what is there."""

from collections.abc import Callable, Sequence
from math import log1p
from typing import Final

from functions.catalog.entries import Entry
from functions.catalog.index import Hit
from functions.catalog.tastes import Tastes, fits, is_unwanted, refused
from shared.events.products import Search

_RELEVANCE: Final = 1.0
_POPULARITY: Final = 0.25
_PREFERENCE: Final = 0.45
"""The most that tastes can add. Well below relevance: what is said now outweighs what was liked
before; above popularity: what a shopper said of themselves outweighs what others buy."""
_SOLD_OUT: Final = 1.0


def ranked(hits: Sequence[Hit], asked: Search, tastes: Tastes | None = None) -> list[Hit]:
    """Return `hits` in the order asked for; equals are ordered by product id.

    Nothing is left out for a taste. What the shopper said they don't want comes last in any order,
    unless the search names it.
    """
    order = _ORDERS.get(asked.sort) or _worth(hits, asked, tastes)
    unwanted = refused(tastes, asked)

    def place(hit: Hit) -> tuple[bool, float, str]:
        return is_unwanted(hit.entry, hit.offers, unwanted), order(hit), hit.entry.id

    return sorted(hits, key=place)


def lowest(hit: Hit) -> int:
    """Return the lowest price among the matching variants, in minor units; in stock goes first."""
    return min((not offer.in_stock, offer.price_minor) for offer in hit.offers)[1]


def liking(entry: Entry, tastes: Tastes) -> float:
    """Return how well a product fits what a shopper likes, from 0 to about 1."""
    return sum(fits(entry, entry.offers, tastes, Search()).values())


def _worth(hits: Sequence[Hit], asked: Search, tastes: Tastes | None) -> Callable[[Hit], float]:
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    most = log1p(max((hit.entry.popularity for hit in hits), default=0)) or 1.0

    def place(hit: Hit) -> float:
        points = _RELEVANCE * hit.score / best
        points += _POPULARITY * log1p(max(0, hit.entry.popularity)) / most
        points -= _SOLD_OUT * (not any(offer.in_stock for offer in hit.offers))
        if tastes:
            points += min(_PREFERENCE, sum(fits(hit.entry, hit.offers, tastes, asked).values()))
        return -points

    return place


_ORDERS: Final[dict[str, Callable[[Hit], float]]] = {
    "price_asc": lowest,
    "price_desc": lambda hit: -lowest(hit),
    "newest": lambda hit: -hit.entry.updated,
    "popular": lambda hit: -hit.entry.popularity,
}
