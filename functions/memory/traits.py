"""Likes and dislikes by kind and value: `colour:red`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Self, get_args

from shared.models.memory import KEPT_IN, Correction, Preferences, Signal, Trait, TraitKind

ANY: Final = "*"
_IN_SIGNAL: Final[dict[TraitKind, str]] = {
    "colour": "colours",
    "size": "sizes",
    "feature": "features",
}


@dataclass(frozen=True, slots=True)
class Taste:
    """Something that was stated in passing: liked, or not wanted."""

    kind: TraitKind
    value: str
    wanted: bool = True

    @property
    def trait(self) -> Trait:
        """What it is about."""
        return Trait(kind=self.kind, value=self.value)

    @property
    def opposite(self) -> Self:
        """The same, stated the other way round."""
        return replace(self, wanted=not self.wanted)


def parsed(entry: str) -> Trait | None:
    """Return the trait that `kind:value` names; None where it names none."""
    kind, _, value = entry.partition(":")
    known = next((each for each in get_args(TraitKind) if each == kind), None)
    return Trait(kind=known, value=value) if known and value else None


def named(said: Signal | Correction) -> tuple[Trait, ...]:
    """Return all that a signal or a correction names."""
    several: tuple[tuple[TraitKind, tuple[str | None, ...]], ...] = (
        ("category", (said.category,)),
        ("manufacturer", (said.manufacturer,)),
        ("colour", said.colours),
        ("size", said.sizes),
        ("feature", said.features),
    )
    return tuple(
        Trait(kind=kind, value=value) for kind, values in several for value in values if value
    )


def has(traits: Iterable[Trait], wanted: Trait) -> bool:
    """Tell whether a trait is among `traits`, which may name all of a kind by `*`."""
    return any(one.kind == wanted.kind and same(one.value, wanted.value) for one in traits)


def unliked(preferences: Preferences, gone: Iterable[Trait]) -> Preferences:
    """Return preferences without a liking for these traits."""
    unwanted = tuple(gone)
    kept = {
        field: tuple(
            one
            for one in getattr(preferences, field)
            if not has(unwanted, Trait(kind=kind, value=one.value))
        )
        for kind, field in KEPT_IN.items()
    }
    return preferences.model_copy(update=kept)


def same(said: str, known: str) -> bool:
    """Tell whether two values are one, however they are written; `*` is all of them."""
    return said == ANY or said.casefold().strip() == known.casefold().strip()


def without(signal: Signal, gone: Iterable[Trait]) -> Signal:
    """Return a signal that does not tell of these traits."""
    for trait in gone:
        if trait.kind in ("category", "manufacturer"):
            value = getattr(signal, trait.kind)
            changes = {trait.kind: None} if value and same(trait.value, value) else {}
        else:
            field = _IN_SIGNAL[trait.kind]
            kept = tuple(each for each in getattr(signal, field) if not same(trait.value, each))
            changes = {field: kept}
        signal = signal.model_copy(update=changes)
    return signal
