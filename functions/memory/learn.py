"""How signals become preferences: scores that grow with each signal and halve every 30 days."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from functions.memory.state import MemoryState
from functions.memory.traits import has, named
from shared.decay import decayed
from shared.events.customers import MemoryUpdated
from shared.function.decision import Decision, Emit
from shared.models.memory import Affinity, Preferences, Signal, SignalKind, Trait, TraitKind
from shared.models.money import Money

WEIGHTS: Final[dict[SignalKind, float]] = {
    "search": 1.0,
    "view": 0.5,
    "cart": 2.0,
    "passing": 4.0,
    "purchase": 5.0,
    "stated": 10.0,
    "support": 0.0,
}
"""A view says little, a purchase much, a stated preference most; in passing, two cart lines."""
KEPT: Final = 12
"""Values kept per kind; those of the lowest score go first."""
FAINT: Final = 0.05
HISTORY: Final = 100
RECENT: Final = 10
PRICE_ROOM: Final = 5


def learn(
    state: MemoryState | None,
    brand: str,
    customer_id: str,
    signals: tuple[Signal, ...],
    now: datetime,
) -> Decision[MemoryState | None]:
    """Return the memory after new signals, oldest first."""
    known = state or empty(brand, customer_id, now)
    if not signals:
        return Decision(state)
    preferences = known.preferences
    for signal in sorted(signals, key=lambda one: one.at):
        preferences = _with(preferences, signal, known.forgotten)
    after = known.model_copy(
        update={
            "preferences": preferences,
            "history": (*known.history, *signals)[-HISTORY:],
            "purchases": known.purchases + sum(one.kind == "purchase" for one in signals),
            "searches": known.searches + sum(one.kind == "search" for one in signals),
            "updated_at": now,
        }
    )
    updated = MemoryUpdated(customer_id=customer_id, version=len(after.history))
    return Decision(after, emits=(Emit(updated, customer_id, brand=brand),))


def empty(brand: str, customer_id: str, now: datetime) -> MemoryState:
    """Return the memory of somebody new."""
    return MemoryState(
        brand=brand,
        customer_id=customer_id,
        preferences=Preferences(customer_id=customer_id, brand=brand),
        updated_at=now,
    )


def _with(preferences: Preferences, signal: Signal, forgotten: tuple[str, ...]) -> Preferences:
    weight = WEIGHTS[signal.kind]
    explicit = signal.kind == "stated"

    def liked(
        kind: TraitKind, known: tuple[Affinity, ...], values: Iterable[str]
    ) -> tuple[Affinity, ...]:
        kept = [one for one in values if explicit or not is_unwanted(kind, one)]
        return _liked(known, kept, weight, signal.at, explicit=explicit)

    def is_unwanted(kind: TraitKind, value: str) -> bool:
        refused = has(preferences.disliked, Trait(kind=kind, value=value)) if value else False
        return refused or f"{kind}:{value}" in forgotten

    category = [signal.category] if signal.category else []
    maker = [signal.manufacturer] if signal.manufacturer else []
    liked_now = named(signal) if explicit else ()
    low, high = _price_range(preferences, signal)
    return preferences.model_copy(
        update={
            "categories": liked("category", preferences.categories, category),
            "manufacturers": liked("manufacturer", preferences.manufacturers, maker),
            "colours": liked("colour", preferences.colours, signal.colours),
            "sizes": liked("size", preferences.sizes, signal.sizes),
            "features": liked("feature", preferences.features, signal.features),
            "disliked": tuple(one for one in preferences.disliked if not has(liked_now, one)),
            "price_min": low,
            "price_max": high,
            "recent_products": _recent(preferences.recent_products, signal.product_id),
            "recent_queries": _recent(preferences.recent_queries, signal.query),
        }
    )


def _liked(
    known: tuple[Affinity, ...],
    values: list[str],
    weight: float,
    at: datetime,
    *,
    explicit: bool,
) -> tuple[Affinity, ...]:
    scores = {one.value: one for one in known}
    for value in values:
        before = scores.get(value)
        scores[value] = Affinity(
            value=value,
            score=(decayed(before, at) if before else 0.0) + weight,
            at=at,
            explicit=explicit or (before.explicit if before else False),
        )
    strong = [one for one in scores.values() if decayed(one, at) >= FAINT]
    return tuple(sorted(strong, key=lambda one: (-decayed(one, at), one.value))[:KEPT])


def _price_range(known: Preferences, signal: Signal) -> tuple[Money | None, Money | None]:
    """Move the range a fifth of the way towards each price; take in the first one whole."""
    price = signal.price
    if price is None or signal.kind == "view":
        return known.price_min, known.price_max
    if (
        known.price_min is None
        or known.price_max is None
        or (known.price_min.currency != price.currency)
    ):
        return price, price
    low = min(price.amount_minor, _nearer(known.price_min.amount_minor, price.amount_minor))
    high = max(price.amount_minor, _nearer(known.price_max.amount_minor, price.amount_minor))
    return (
        Money(amount_minor=low, currency=price.currency),
        Money(amount_minor=high, currency=price.currency),
    )


def _nearer(bound: int, price: int) -> int:
    return bound + (price - bound) // PRICE_ROOM


def _recent(known: tuple[str, ...], value: str | None) -> tuple[str, ...]:
    if not value:
        return known
    return (*(one for one in known if one != value), value)[-RECENT:]
