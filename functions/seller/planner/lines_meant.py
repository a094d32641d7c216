"""Which lines of a cart a message means."""

from functions.seller.planner.scene import Scene
from functions.seller.planner.variants import fold
from shared.models.cart import LineItem

_SHORTEST_WORD = 3


def lines_meant(scene: Scene, items: tuple[LineItem, ...]) -> tuple[LineItem, ...]:
    """Return the lines named, else the one at hand, else all; more than one = ask which.

    None are meant when the message names something that is not in the cart.
    """
    named = lines_named(scene, items)
    if not named and (scene.entities.terms or scene.entities.category):
        return ()
    choice = scene.notes.choice
    at_hand = tuple(line for line in items if choice and line.sku == choice.sku)
    return named or at_hand or items


def lines_named(scene: Scene, items: tuple[LineItem, ...]) -> tuple[LineItem, ...]:
    """Return the lines that the message itself points at: by product, place or words."""
    said = scene.entities
    by_product = tuple(line for line in items if line.product_id in said.product_ids)
    if by_product:
        return by_product
    if said.ordinal and -len(items) <= said.ordinal <= len(items):
        return (items[said.ordinal - 1 if said.ordinal > 0 else said.ordinal],)
    return _by_words(scene.text, items)


def _by_words(text: str, items: tuple[LineItem, ...]) -> tuple[LineItem, ...]:
    """Return the lines that share the most words with the text."""
    words = {word for word in fold(text).split() if len(word) >= _SHORTEST_WORD}
    shared = [len(words & _words_of(line)) for line in items]
    most = max(shared, default=0)
    if most == 0:
        return ()
    return tuple(line for line, count in zip(items, shared, strict=True) if count == most)


def _words_of(line: LineItem) -> set[str]:
    return set(fold(" ".join((line.title, *line.options.values()))).split())
