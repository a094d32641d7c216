"""What a shopper likes and does not, as far as it moves products up and down in a list. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.catalog.colours import canonical
from functions.catalog.entries import COLOUR_NAMES, SIZE_NAMES, Entry, Offer
from functions.catalog.words import term, words
from shared.decay import INFERRED, weight
from shared.events.products import Search
from shared.models.memory import Affinity, Preferences, TraitKind
from shared.models.product import Reason, ReasonKind

SHARES: Final[dict[ReasonKind, float]] = {
    "manufacturer": 0.2,
    "colour": 0.2,
    "category": 0.15,
    "size": 0.15,
    "feature": 0.15,
    "price": 0.1,
}
"""Points of each taste that was said; of one noticed, at most `INFERRED` of them."""


Refused = tuple[tuple[TraitKind, str], ...]
"""What is not wanted, as products are compared by."""


@dataclass(frozen=True, slots=True)
class Liking:
    """A taste: its value as it is remembered, and how much it counts now (0 to 1)."""

    value: str
    weight: float
    stated: bool


@dataclass(frozen=True, slots=True)
class Tastes:
    """A shopper's tastes by kind, their values as products are compared by."""

    liked: Mapping[TraitKind, Mapping[str, Liking]]
    disliked: tuple[tuple[TraitKind, str], ...] = ()
    price: tuple[int, int] | None = None
    """Minor units of the brand's currency: what was usually looked for."""
    recent: frozenset[str] = frozenset()


def tastes_of(known: Preferences | None, now: datetime) -> Tastes | None:
    """Return what is remembered as it counts now; None where nothing is."""
    if known is None:
        return None
    low, high = known.price_min, known.price_max
    tastes = Tastes(
        liked={
            "category": _likings("category", known.categories, now),
            "manufacturer": _likings("manufacturer", known.manufacturers, now),
            "colour": _likings("colour", known.colours, now),
            "size": _likings("size", known.sizes, now),
            "feature": _likings("feature", known.features, now),
        },
        disliked=tuple((each.kind, each.value) for each in known.disliked),
        price=(low.amount_minor, high.amount_minor) if low and high else None,
        recent=frozenset(known.recent_products),
    )
    anything = tastes.disliked or tastes.price or tastes.recent or any(tastes.liked.values())
    return tastes if anything else None


def fits(
    entry: Entry, offers: Sequence[Offer], tastes: Tastes, asked: Search
) -> dict[Reason, float]:
    """Return each taste that a product meets, with its points.

    What the search names decides itself: where a colour is asked for, the liked one is no reason.
    """
    found: dict[Reason, float] = {}
    for kind, likings in tastes.liked.items():
        if not likings or _is_named(kind, asked):
            continue
        met = [likings[value] for value in _own(kind, entry, offers, likings) if value in likings]
        best = max(met, key=lambda one: one.weight, default=None)
        if best and best.weight > 0:
            reason = Reason(kind=kind, value=best.value, stated=best.stated)
            found[reason] = SHARES[kind] * best.weight
    prices = None if asked.price_min or asked.price_max else tastes.price
    if prices and any(prices[0] <= one.price_minor <= prices[1] for one in offers):
        found[Reason(kind="price")] = SHARES["price"] * INFERRED
    return found


def refused(tastes: Tastes | None, asked: Search) -> Refused:
    """Return what the shopper does not want, without what this search names all the same."""
    if tastes is None or not tastes.disliked:
        return ()
    attributes = (str(value) for value in asked.attributes.values())
    said = (asked.text, *asked.colours, *asked.sizes, *asked.manufacturers, *attributes)
    named = frozenset(words(" ".join((*said, asked.category or ""))))
    return tuple(
        (kind, _FORMS[kind](value))
        for kind, value in tastes.disliked
        if not named.issuperset(words(value))
    )


def is_unwanted(entry: Entry, offers: Sequence[Offer], unwanted: Refused) -> bool:
    """Tell whether a product has nothing but what is refused; red and blue is not red."""
    for kind, value in unwanted:
        own = _own(kind, entry, offers, (value,))
        if own and (value in own if kind == "category" else set(own) == {value}):
            return True
    return False


def _own(
    kind: TraitKind, entry: Entry, offers: Sequence[Offer], among: Iterable[str]
) -> Sequence[str]:
    """Return a product's values of a kind as they are compared; of features those in `among`."""
    match kind:
        case "category":
            return entry.path
        case "manufacturer":
            return (term(entry.manufacturer),)
        case "feature":
            return [value for value in among if entry.traits.issuperset(value.split())]
        case "colour" | "size":
            names, form = (COLOUR_NAMES if kind == "colour" else SIZE_NAMES), _FORMS[kind]
            return [
                form(value)
                for offer in offers
                for name, value in offer.options.items()
                if term(name) in names
            ]


def _likings(kind: TraitKind, affinities: Sequence[Affinity], now: datetime) -> dict[str, Liking]:
    """Of two values that compare alike, the one that counts more is kept."""
    weighed = sorted(
        (Liking(one.value, weight(one, now), one.explicit) for one in affinities),
        key=lambda one: one.weight,
    )
    return {_FORMS[kind](one.value): one for one in weighed}


def _is_named(kind: TraitKind, asked: Search) -> bool:
    """A category that was asked for may still have a shelf in it that is liked more."""
    named = {"manufacturer": asked.manufacturers, "colour": asked.colours, "size": asked.sizes}
    return bool(named.get(kind))


def _spoken(text: str) -> str:
    return " ".join(words(text))


_FORMS: Final[dict[TraitKind, Callable[[str], str]]] = {
    "category": str,
    "manufacturer": term,
    "colour": canonical,
    "size": term,
    "feature": _spoken,
}
"""How values of each kind are compared."""
