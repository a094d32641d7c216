"""How many of the products found have each value."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from functions.catalog.index import Hit
from shared.events.products import Facet

MOST_VALUES: Final = 20
MOST_COUNTED: Final = 1_000
"""Of more hits, the best ones are counted."""


def facets(hits: Sequence[Hit]) -> tuple[Facet, ...]:
    """Return the counts by category, manufacturer, gender and every option, most first.

    A product counts once per value, however many of its matching variants have it.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for hit in islice(hits, MOST_COUNTED):
        first, *others = hit.offers
        counts.update(first.facets.union(*(each.facets for each in others)))
    by_field: dict[str, dict[str, int]] = {}
    for (field, value), count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        values = by_field.setdefault(field, {})
        if len(values) < MOST_VALUES:
            values[value] = count
    return tuple(
        Facet(field=field, values=by_field[field]) for field in sorted(by_field, key=_place)
    )


def _place(field: str) -> tuple[int, str]:
    known = ("category", "manufacturer", "gender", "colour", "size")
    return (known.index(field) if field in known else len(known), field)
