"""What a message names beside its intent: things, another kind of thing, how many in all."""

from typing import Final

from functions.seller.planner.scene import Scene
from functions.seller.planner.variants import fold
from shared.nlu.entities import Entities

_WANTING: Final = frozenset(["want", "need", "quero", "queria", "quiero", "necesito", "preciso"])


def is_another_kind(scene: Scene) -> bool:
    """Tell "add the shoes too" while a dress is at hand."""
    listing = scene.notes.listing
    looked_at = listing.search.category if listing and listing.search else None
    said = scene.entities
    return bool(looked_at and said.category and said.category != looked_at)


def counts_in_all(scene: Scene, sku: str) -> bool:
    """Tell "I want two" of what is in the cart from "add two more"."""
    lines = scene.notes.cart.lines if scene.notes.cart else ()
    in_cart = any(line.sku == sku for line in lines)
    wanting = set(fold(scene.text).split()) & _WANTING
    return bool(in_cart and wanting and scene.entities.quantity)


def names_a_thing(said: Entities) -> bool:
    """Tell whether words, kind, maker or price are named."""
    return bool(said.terms or said.category or said.brands or said.max_price or said.min_price)


def names_anything(said: Entities) -> bool:
    """Tell whether anything is named that a search can look for."""
    return bool(
        said.terms or said.category or said.colours or said.sizes or said.brands or said.max_price
        or said.min_price or said.attributes or said.gender
    )  # fmt: skip
