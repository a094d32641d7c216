"""The shopper's own hand on the memory: state, refuse, take out, erase."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from functions.memory.learn import empty, learn
from functions.memory.state import MemoryState
from functions.memory.traits import ANY, has, named, parsed, unliked, without
from shared.events.customers import MemorySignals
from shared.function.decision import Decision, Emit
from shared.models.memory import Correction, Preferences, Signal, Trait

FORGOTTEN: Final = 200
"""What was taken out last; a memory must not grow with every call."""
DISLIKED: Final = 50


def correct(
    state: MemoryState | None, brand: str, customer_id: str, said: Correction, now: datetime
) -> Decision[MemoryState | None]:
    """Return the memory as the shopper says it should be.

    What is forgotten leaves the history, too: nothing shows later that it was ever known.
    """
    known = state or empty(brand, customer_id, now)
    gone, refused = _traits(said.forget), _traits(said.disliked)
    blocked = tuple(f"{each.kind}:{each.value}" for each in gone if not _is_all(each))
    preferences = _without(known.preferences, (*gone, *refused))
    disliked = [each for each in preferences.disliked if not has(named(said), each)]
    cleared = known.model_copy(
        update={
            "preferences": preferences.model_copy(
                update={"disliked": (*disliked, *refused)[-DISLIKED:]}
            ),
            "forgotten": tuple(dict.fromkeys((*known.forgotten, *blocked)))[-FORGOTTEN:],
            "history": tuple(without(each, (*gone, *refused)) for each in known.history),
            "updated_at": now,
            **({"unread_before": now, "readings": ()} if any(map(_is_all, gone)) else {}),
        }
    )
    stated = Signal(
        kind="stated",
        at=now,
        category=said.category,
        manufacturer=said.manufacturer,
        colours=said.colours,
        sizes=said.sizes,
        features=said.features,
    )
    return learn(cleared, brand, customer_id, (stated,), now)


def hear(
    state: MemoryState | None, brand: str, said: MemorySignals, now: datetime
) -> Decision[MemoryState | None]:
    """Return the memory after an event: erased if the shopper wished so, corrected, then taught."""
    customer_id = said.customer_id
    known = erase(brand, customer_id, now).state if said.erase else state
    emits: tuple[Emit, ...] = ()
    if said.correction is not None:
        corrected = correct(known, brand, customer_id, said.correction, now)
        known, emits = corrected.state, corrected.emits
    learnt = learn(known, brand, customer_id, _theirs(said.signals, known), now)
    return Decision(learnt.state, emits=learnt.emits or emits)


def _theirs(signals: tuple[Signal, ...], known: MemoryState | None) -> tuple[Signal, ...]:
    """Leave out what was bought, but not put into the cart for themselves: a present.

    An order does not tell for whom its lines are. The cart did; of presents nothing was learnt.
    """
    history = known.history if known else ()
    chosen = {one.product_id for one in history if one.kind == "cart"}
    return tuple(one for one in signals if one.kind != "purchase" or one.product_id in chosen)


def erase(brand: str, customer_id: str, now: datetime) -> Decision[MemoryState | None]:
    """Return a memory with nothing in it, into which nothing said before is read any more."""
    return Decision(empty(brand, customer_id, now).model_copy(update={"unread_before": now}))


def _is_all(trait: Trait) -> bool:
    return trait.value == ANY


def _without(preferences: Preferences, gone: tuple[Trait, ...]) -> Preferences:
    disliked = tuple(one for one in preferences.disliked if not has(gone, one))
    return unliked(preferences, gone).model_copy(update={"disliked": disliked})


def _traits(entries: Iterable[str]) -> tuple[Trait, ...]:
    return tuple(each for each in map(parsed, entries) if each)
