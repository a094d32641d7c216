"""Why something was shown: what was asked for, and what the catalog says moved it up."""

from typing import Final

from functions.seller.planner.answers import paragraphs
from functions.seller.planner.asides import aside
from functions.seller.planner.knowing import trait_word
from functions.seller.planner.refine import describe
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Plan, straight
from functions.seller.steps import Reply
from shared.conversation.dialogue import Listing, Shown
from shared.events.products import Search
from shared.models.message import Answer
from shared.models.product import ProductCard, Reason

TASTES: Final = ("category", "manufacturer", "colour", "size", "feature", "price")


def why(scene: Scene) -> Plan:
    """Tell why the product meant, else the first of the list, was shown."""
    listing = scene.notes.listing
    meant = _meant(scene)
    if listing is None or meant is None:
        answer = Answer(message=scene.say("why_what"), actions=(scene.button("ideas", "search"),))
        return straight(Reply(answer=answer, dialogue=aside(scene.notes)))
    parts = tuple(_reason(scene, one) for one in meant.reasons)
    told = (
        scene.say("why_product", title=meant.title, reasons=scene.voice.listed(parts))
        if parts
        else scene.say("why_no_reason", title=meant.title)
    )
    answer = Answer(
        message=paragraphs(_asked(scene, listing), told),
        actions=(scene.button("memory", "memory"), scene.button("ideas", "search")),
    )
    return straight(Reply(answer=answer, dialogue=aside(scene.notes)))


def note(scene: Scene, card: ProductCard) -> ProductCard:
    """Return a card with its weightiest taste in a few words, where one moved it up."""
    first = next((one for one in card.reasons if one.kind in TASTES and one.stated), None)
    if first is None:
        return card
    key = "note_size" if first.kind == "size" else "note_liked"
    text = scene.say(key, value=trait_word(scene, first))
    return card.model_copy(update={"note": text})


def _meant(scene: Scene) -> Shown | None:
    listing, choice = scene.notes.listing, scene.notes.choice
    products = listing.products if listing else ()
    wanted = (*scene.entities.product_ids, *((choice.product_id,) if choice else ()))
    pointed = (one for id_ in wanted for one in products if one.product_id == id_)
    return next(pointed, None if choice else next(iter(products), None))


def _asked(scene: Scene, listing: Listing) -> str:
    """Return what was asked for, without what had to be given up."""
    if listing.search is None:
        return ""
    defaults = Search()
    given_up = {
        name: getattr(defaults, name) for name in listing.relaxed if name in Search.model_fields
    }
    kept = listing.search.model_copy(update=given_up)
    query = describe(scene, kept)
    in_order = kept.sort in ("price_asc", "price_desc", "newest")
    asked = scene.say("why_asked", query=query) if query else ""
    return paragraphs(asked, scene.say("why_sorted") if in_order else "")


def _reason(scene: Scene, reason: Reason) -> str:
    if reason.kind not in TASTES or reason.kind == "price":
        return scene.say(f"reason_{reason.kind}")
    how = "said" if reason.stated else "seen"
    word = trait_word(scene, reason)
    return scene.say(f"reason_{reason.kind}", value=word) + " " + scene.say(f"reason_{how}")
