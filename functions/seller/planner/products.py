"""Which product the words mean: of the list, at hand, or to be searched."""

from typing import Final

from functions.seller.planner import cart_changes, choose, search, social
from functions.seller.planner.answers import row
from functions.seller.planner.cart import add
from functions.seller.planner.named import (
    counts_in_all,
    is_another_kind,
    names_a_thing,
    names_anything,
)
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from functions.seller.planner.tools import Plan, straight
from functions.seller.planner.variants import COLOUR_NAMES, fold, neighbour
from functions.seller.steps import Reply
from shared.conversation.dialogue import Question
from shared.models.message import Answer
from shared.nlu.intents import Intent

_MEANT: Final = 0.6
"""Confidence from which a search without any words for things asks for more of the last."""
_SEVERAL: Final = frozenset(
    [
        "ones",
        "options",
        "baratos",
        "baratas",
        "economicos",
        "economicas",
        "caros",
        "caras",
        "opcoes",
        "opciones",
    ]
)
"""Words that ask for cheaper products, not for the cheapest of the list."""


def look_for(scene: Scene) -> Plan:
    """Search; words that name nothing want more: of the product at hand, else of the list."""
    said = scene.entities
    choice = scene.notes.choice
    if choice and said.attributes.keys() & choice.values.keys() and not names_a_thing(said):
        return choose.pick(scene, choice.product_id)
    if names_anything(said) or said.relative not in (None, "other") or said.sort:
        return search.search(scene)
    if scene.confidence < _MEANT:
        return social.unclear(scene)
    if said.in_stock_only and scene.notes.listing and scene.notes.listing.search:
        return search.search(scene)
    return choose.show_details(scene, choice.product_id) if choice else search.more(scene)


def choose_said(scene: Scene) -> Plan:
    """Pick the product meant; more than one, or none, is asked back."""
    words = set(fold(scene.text).split())
    if scene.entities.relative in ("cheaper", "pricier") and words & _SEVERAL:
        return search.search(scene)
    if scene.entities.relative and is_another_kind(scene):
        return search.search(scene)
    choice = scene.notes.choice
    if choice and scene.entities.relative == "other" and not scene.entities.product_ids:
        return choose.pick(scene, choice.product_id, afresh=True)
    return _one_of(scene, adding=False)


def add_said(scene: Scene) -> Plan:
    """Add the product meant: of the list if the words point there, else the one at hand."""
    choice = scene.notes.choice
    said = scene.entities
    if is_another_kind(scene) and not said.product_ids:
        return search.search(scene)
    pointed = [id_ for id_ in said.product_ids if choice is None or id_ != choice.product_id]
    if choice is None or pointed:
        return _one_of(scene, adding=True)
    if choice.sku and counts_in_all(scene, choice.sku):
        return cart_changes.set_line(scene, choice.sku, said.quantity)
    if choice.sku and not said.option_values:
        return add(scene, choice.sku, said.quantity or choice.quantity or 1)
    return choose.pick(scene, choice.product_id, adding=True)


def option_said(scene: Scene) -> Plan:
    """Take an option of the product at hand; without one, the words narrow the list."""
    choice = scene.notes.choice
    if choice is not None:
        moved = _moved(scene, choice.values, choice.options)
        return choose.pick(scene, choice.product_id, moved)
    if len(scene.entities.product_ids) == 1:
        return choose.pick(scene, scene.entities.product_ids[0])
    return search.search(scene)


def tell_about(scene: Scene) -> Plan:
    """Tell everything about the product meant."""
    meant = _meant(scene)
    if len(meant) == 1:
        return choose.show_details(scene, meant[0])
    if meant:
        return _which(scene, meant)
    if scene.entities.terms or scene.entities.category:
        return search.search(scene)
    return _which(scene, ())


def compare_said(scene: Scene) -> Plan:
    """Compare the products meant, else the first two of the list."""
    listing = scene.notes.listing
    shown = tuple(product.product_id for product in listing.products) if listing else ()
    meant = scene.entities.product_ids
    choice = scene.notes.choice
    if len(meant) == 1 and choice and choice.product_id not in meant:
        meant = (choice.product_id, *meant)
    chosen = meant if len(meant) > 1 else shown[:2]
    return choose.compare(scene, chosen) if len(chosen) > 1 else search.suggest(scene)


def recommend_said(scene: Scene) -> Plan:
    """Recommend: by the wishes said, like the product at hand, or what suits the shopper."""
    if names_anything(scene.entities):
        return search.search(scene)
    choice = scene.notes.choice
    return search.similar(scene, choice.product_id) if choice else search.suggest(scene)


def about(scene: Scene, product_id: str) -> Plan:
    """Answer a message that came with a product: from a catalog, or an advertisement."""
    if scene.intent == Intent.PRODUCT_DETAILS or scene.text.endswith("?"):
        return choose.show_details(scene, product_id)
    return choose.pick(scene, product_id, adding=scene.intent == Intent.ADD_TO_CART)


def not_listed(scene: Scene) -> Plan:
    """Ask which product is meant by a number that the list does not have."""
    return _which(scene, (), "only_so_many")


def _one_of(scene: Scene, *, adding: bool) -> Plan:
    meant = _meant(scene)
    if len(meant) == 1:
        return choose.pick(scene, meant[0], adding=adding)
    if meant:
        return _which(scene, meant)
    if scene.entities.terms or scene.entities.category:
        return search.search(scene)
    return _which(scene, ())


def _meant(scene: Scene) -> tuple[str, ...]:
    listing = scene.notes.listing
    choice = scene.notes.choice
    if scene.entities.product_ids:
        return scene.entities.product_ids
    if choice is not None and scene.entities.ordinal is None:
        return (choice.product_id,)
    shown = listing.products if listing else ()
    return (shown[0].product_id,) if len(shown) == 1 else ()


def _which(scene: Scene, meant: tuple[str, ...], key: str = "") -> Plan:
    """Ask which product of the list is meant; without a list, what the shopper looks for."""
    listing = scene.notes.listing
    shown = listing.products if listing else ()
    candidates = [product for product in shown if product.product_id in meant] or list(shown)
    if not candidates:
        return search.suggest(scene)
    key = key or ("only_so_many" if scene.entities.ordinal and not meant else "ask_which")
    rows = tuple(
        row(each.title, tap_id("pick", each.product_id), scene.voice.money(each.price))
        for each in candidates
    )
    answer = Answer(
        message=scene.say(key, count=len(shown)),
        actions=rows,
        list_button=scene.say("list_products"),
    )
    notes = scene.notes.noting(question=Question.CHOOSE_PRODUCT)
    return straight(Reply(answer=answer, dialogue=notes))


def _moved(
    scene: Scene, values: dict[str, tuple[str, ...]], chosen: dict[str, str]
) -> dict[str, str]:
    """Return the next bigger or smaller value where one is asked for ("a size up")."""
    step = {"bigger": 1, "smaller": -1}.get(scene.entities.relative or "")
    if step is None or scene.entities.option_values:
        return {}
    for name, value in chosen.items():
        moved = neighbour(values.get(name, ()), value, step)
        if name not in COLOUR_NAMES and moved is not None:
            return {name: moved}
    return {}
