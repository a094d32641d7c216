"""Preferences that a shopper states outright: "my size is 42", "adoro azul"."""

from functions.seller.planner.scene import Scene
from functions.seller.planner.variants import fold
from shared.models.memory import Signal


def stated(scene: Scene) -> tuple[Signal, ...]:
    """Return the signal of a stated preference; what is only searched for states none."""
    said = scene.entities
    named = said.sizes or said.colours or said.brands
    if scene.tap or not named or not _sounds_stated(scene):
        return ()
    return (
        Signal(
            kind="stated",
            at=scene.at,
            category=said.category,
            manufacturer=said.brands[0] if said.brands else None,
            colours=said.colours,
            sizes=said.sizes,
        ),
    )


def _sounds_stated(scene: Scene) -> bool:
    text = f" {fold(scene.text)} "
    phrases = scene.voice.shared.values()
    heard = (phrase for each in phrases for phrase in each.get("hears_preference", ()))
    return any(f" {fold(phrase)} " in text for phrase in heard)
