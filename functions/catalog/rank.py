"""The order of hits: relevance first, then what sells, what the shopper likes, what is there."""

from collections.abc import Callable, Mapping, Sequence
from math import log1p
from typing import Final

from functions.catalog.colours import canonical
from functions.catalog.entries import COLOUR_NAMES, SIZE_NAMES, Entry, Offer
from functions.catalog.index import Hit
from functions.catalog.words import term
from shared.events.products import Sort
from shared.models.memory import Affinity, Preferences

_RELEVANCE: Final = 1.0
_POPULARITY: Final = 0.25
_PREFERENCE: Final = 0.3
"""Together below relevance: what was said now outweighs what was liked before."""
_SOLD_OUT: Final = 1.0

_SHARES: Final = {
    "category": 0.3,
    "manufacturer": 0.25,
    "colour": 0.15,
    "size": 0.15,
    "price": 0.15,
}


def ranked(hits: Sequence[Hit], sort: Sort, liked: Preferences | None = None) -> list[Hit]:
    """Return `hits` in the order asked for; equals are ordered by product id."""
    if sort == "price_asc":
        return sorted(hits, key=lambda hit: (lowest(hit), hit.entry.id))
    if sort == "price_desc":
        return sorted(hits, key=lambda hit: (-lowest(hit), hit.entry.id))
    if sort == "newest":
        return sorted(hits, key=lambda hit: (-hit.entry.updated, hit.entry.id))
    if sort == "popular":
        return sorted(hits, key=lambda hit: (-hit.entry.popularity, hit.entry.id))
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    most = log1p(max((hit.entry.popularity for hit in hits), default=0)) or 1.0
    tastes = _tastes(liked)

    def worth(hit: Hit) -> float:
        points = _RELEVANCE * hit.score / best
        points += _POPULARITY * log1p(max(0, hit.entry.popularity)) / most
        points -= _SOLD_OUT * (not any(offer.in_stock for offer in hit.offers))
        if liked:
            points += _PREFERENCE * _liking(hit.entry, hit.offers, tastes, liked)
        return points

    return sorted(hits, key=lambda hit: (-worth(hit), hit.entry.id))


def lowest(hit: Hit) -> int:
    """Return the lowest price among the matching variants, in minor units; in stock goes first."""
    return min((not offer.in_stock, offer.price_minor) for offer in hit.offers)[1]


def liking(entry: Entry, liked: Preferences) -> float:
    """Return from 0 to 1 how well a product fits what a shopper likes."""
    return _liking(entry, entry.offers, _tastes(liked), liked)


def _liking(
    entry: Entry,
    offers: Sequence[Offer],
    tastes: Mapping[str, Mapping[str, float]],
    liked: Preferences,
) -> float:
    found = {
        "category": max((tastes["category"].get(each, 0.0) for each in entry.path), default=0.0),
        "manufacturer": tastes["manufacturer"].get(term(entry.manufacturer), 0.0),
        "colour": _best_option(offers, COLOUR_NAMES, tastes["colour"]),
        "size": _best_option(offers, SIZE_NAMES, tastes["size"]),
        "price": float(_fits(offers, liked)),
    }
    return sum(_SHARES[name] * score for name, score in found.items())


def _tastes(liked: Preferences | None) -> dict[str, dict[str, float]]:
    return {
        "category": _scores(liked.categories if liked else (), str),
        "manufacturer": _scores(liked.manufacturers if liked else (), term),
        "colour": _scores(liked.colours if liked else (), canonical),
        "size": _scores(liked.sizes if liked else (), term),
    }


def _scores(affinities: Sequence[Affinity], form: Callable[[str], str]) -> dict[str, float]:
    top = max((each.score for each in affinities), default=0.0)
    return {form(each.value): each.score / top for each in affinities if top > 0}


def _best_option(
    offers: Sequence[Offer], names: Sequence[str], tastes: Mapping[str, float]
) -> float:
    if not tastes:
        return 0.0
    form = canonical if names is COLOUR_NAMES else term
    return max(
        (
            tastes.get(form(value), 0.0)
            for offer in offers
            for name, value in offer.options.items()
            if term(name) in names
        ),
        default=0.0,
    )


def _fits(offers: Sequence[Offer], liked: Preferences) -> bool:
    if not liked.price_min and not liked.price_max:
        return False
    low = liked.price_min.amount_minor if liked.price_min else 0
    high = liked.price_max.amount_minor if liked.price_max else None
    return any(low <= o.price_minor and (high is None or o.price_minor <= high) for o in offers)
