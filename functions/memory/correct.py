"""The shopper's own hand on the memory: state, take out, erase."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import Field

from functions.memory.learn import empty, learn
from functions.memory.state import MemoryState
from shared.function.decision import Decision
from shared.models.memory import Affinity, Preferences, Signal
from shared.models.wire import WireModel

FIELDS: Final = {
    "category": "categories",
    "manufacturer": "manufacturers",
    "colour": "colours",
    "size": "sizes",
}

FORGOTTEN: Final = 200
"""What was taken out last; a memory must not grow with every call."""
Word = Annotated[str, Field(min_length=1, max_length=100)]
Words = Annotated[tuple[Word, ...], Field(max_length=20)]


class Correction(WireModel):
    """Body of `PATCH /v1/memory`: what is true, and what is not."""

    category: Word | None = None
    manufacturer: Word | None = None
    colours: Words = ()
    sizes: Words = ()
    forget: Words = ()
    """`kind:value`, such as `colour:red`; kinds are category, manufacturer, colour, size."""


def correct(
    state: MemoryState | None, brand: str, customer_id: str, said: Correction, now: datetime
) -> Decision[MemoryState | None]:
    """Return the memory as the shopper says it should be."""
    known = state or empty(brand, customer_id, now)
    preferences = known.preferences
    for entry in said.forget:
        preferences = _without(preferences, entry)
    cleared = known.model_copy(
        update={
            "preferences": preferences,
            "forgotten": tuple(dict.fromkeys((*known.forgotten, *said.forget)))[-FORGOTTEN:],
            "updated_at": now,
        }
    )
    stated = Signal(
        kind="stated",
        at=now,
        category=said.category,
        manufacturer=said.manufacturer,
        colours=said.colours,
        sizes=said.sizes,
    )
    return learn(cleared, brand, customer_id, (stated,), now)


def erase(
    state: MemoryState | None, brand: str, customer_id: str, now: datetime
) -> Decision[MemoryState | None]:
    """Return a memory with nothing in it."""
    return Decision(state) if state is None else Decision(empty(brand, customer_id, now))


def _without(preferences: Preferences, entry: str) -> Preferences:
    kind, _, value = entry.partition(":")
    field = FIELDS.get(kind)
    if field is None:
        return preferences
    known: tuple[Affinity, ...] = getattr(preferences, field)
    return preferences.model_copy(update={field: tuple(one for one in known if one.value != value)})
