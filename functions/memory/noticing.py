"""What becomes of tastes stated in passing: noticed, unless the shopper spoke of them to us."""

from collections.abc import Sequence
from datetime import datetime

from functions.memory.learn import learn
from functions.memory.state import MemoryState
from functions.memory.traits import Taste, has, same, unliked
from shared.events.customers import MemoryUpdated
from shared.function.decision import Decision, Emit
from shared.models.memory import KEPT_IN, Affinity, Signal, Trait, TraitKind


def notice(
    state: MemoryState, heard: Sequence[Taste], now: datetime
) -> Decision[MemoryState | None]:
    """Return the memory after what was heard in passing.

    What the shopper stated, refused or took out stays as they said it.
    """
    new = [one for one in heard if not _is_settled(state, one.trait)]
    # a dislike in passing ends what was merely noticed; it is not kept as one
    faded = unliked(state.preferences, (one.trait for one in new if not one.wanted))
    after = state.model_copy(update={"preferences": faded, "updated_at": now})
    signals = _signals([one.trait for one in new if one.wanted], now)
    if signals:
        return learn(after, state.brand, state.customer_id, signals, now)
    if faded == state.preferences:
        return Decision(state)
    updated = MemoryUpdated(customer_id=state.customer_id, version=len(state.history))
    return Decision(after, emits=(Emit(updated, state.customer_id, brand=state.brand),))


def _is_settled(state: MemoryState, trait: Trait) -> bool:
    """Tell whether the shopper spoke of it to our face: stated it, refused it, took it out."""
    liked: tuple[Affinity, ...] = getattr(state.preferences, KEPT_IN[trait.kind])
    said = any(one.explicit and same(one.value, trait.value) for one in liked)
    gone = any(same(entry, f"{trait.kind}:{trait.value}") for entry in state.forgotten)
    return said or gone or has(state.preferences.disliked, trait)


def _signals(traits: Sequence[Trait], now: datetime) -> tuple[Signal, ...]:
    """A signal has one category and one manufacturer: of several each has a signal."""

    def of(kind: TraitKind) -> tuple[str, ...]:
        return tuple(one.value for one in traits if one.kind == kind)

    categories, makers = of("category"), of("manufacturer")
    rest = {"colours": of("colour"), "sizes": of("size"), "features": of("feature")}
    passing = Signal(kind="passing", at=now)
    return (
        *(passing.model_copy(update={"category": one}) for one in categories),
        *(passing.model_copy(update={"manufacturer": one}) for one in makers),
        *((passing.model_copy(update=rest),) if any(rest.values()) else ()),
    )
