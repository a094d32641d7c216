"""What else to show: alike, bought together, for this shopper, wanted right now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from functions.catalog.colours import canonical
from functions.catalog.entries import COLOUR_NAMES, Entry
from functions.catalog.rank import liking
from functions.catalog.tastes import Tastes
from functions.catalog.words import term

_NEAR_PRICE: Final = 0.3
_SEEN_LATELY: Final = 0.1
"""Products seen lately step back a little: they are known already."""


def similar(product: Entry, others: Iterable[Entry], limit: int) -> list[Entry]:
    """Return what could be bought instead of `product`: same shelf, price, look."""
    scored = [
        (_likeness(product, other), other)
        for other in others
        if other.id != product.id and _in_stock(other)
    ]
    return _best([pair for pair in scored if pair[0] > 0], limit)


def bought_together(
    product: Entry,
    others: Mapping[str, Entry],
    orders: Iterable[Sequence[str]],
    limit: int,
) -> list[Entry]:
    """Return what orders with `product` also had, most often first.

    Where there are too few such orders, alike ones fill up.

    Args:
        product: what is looked at.
        others: the brand's products by id.
        orders: the product ids of each recent order.
        limit: how many.
    """
    together = Counter(
        other
        for order in orders
        if product.id in order
        for other in set(order)
        if other != product.id
    )
    found = _best(
        [
            (float(count), others[other])
            for other, count in together.items()
            if other in others and _in_stock(others[other])
        ],
        limit,
    )
    if len(found) < limit:
        known = {each.id for each in found}
        rest = [each for each in others.values() if each.id not in known]
        found += similar(product, rest, limit - len(found))
    return found


def for_you(entries: Iterable[Entry], tastes: Tastes | None, limit: int) -> list[Entry]:
    """Return what fits the shopper's preferences; without any, what sells best."""
    there = [each for each in entries if _in_stock(each)]
    if tastes is None:
        return _best([(0.0, each) for each in there], limit)
    return _best(
        [
            (liking(each, tastes) - _SEEN_LATELY * (each.id in tastes.recent), each)
            for each in there
        ],
        limit,
    )


def trending(entries: Iterable[Entry], orders: Iterable[Sequence[str]], limit: int) -> list[Entry]:
    """Return what recent orders had most often, then what sells best in the long run."""
    counts = Counter(product for order in orders for product in set(order))
    return _best([(float(counts[each.id]), each) for each in entries if _in_stock(each)], limit)


def _likeness(product: Entry, other: Entry) -> float:
    points = 0.0
    if other.category == product.category:
        points += 3.0
    elif set(other.path) & set(product.path):
        points += 1.5
    if not points:
        return 0.0
    points += 0.5 * (term(other.manufacturer) == term(product.manufacturer))
    points += 0.5 * (other.gender == product.gender)
    points += 0.3 * len(set(other.tags) & set(product.tags))
    points += 0.3 * bool(_colours(other) & _colours(product))
    price, asked = _price(product), _price(other)
    return points + 1.0 * (abs(asked - price) <= _NEAR_PRICE * price)


def _colours(entry: Entry) -> set[str]:
    return {
        canonical(value)
        for offer in entry.offers
        for name, value in offer.options.items()
        if term(name) in COLOUR_NAMES
    }


def _price(entry: Entry) -> int:
    return min(offer.price_minor for offer in entry.offers)


def _in_stock(entry: Entry) -> bool:
    return any(offer.in_stock for offer in entry.offers)


def _best(scored: list[tuple[float, Entry]], limit: int) -> list[Entry]:
    ordered = sorted(scored, key=lambda pair: (-pair[0], -pair[1].popularity, pair[1].id))
    return [entry for _, entry in ordered[:limit]]
