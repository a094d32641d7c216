"""Finding products: search, narrow, page, recommend, and what to do when there is nothing."""

from functions.seller.planner.answers import row
from functions.seller.planner.hand_off import trouble
from functions.seller.planner.listing import PAGE, list_answer, listed
from functions.seller.planner.refine import (
    describe,
    foreign_currency,
    is_empty,
    is_unwanted,
    priced,
    read_search,
)
from functions.seller.planner.scene import Scene
from functions.seller.planner.stated import shops_for_other
from functions.seller.planner.taps import tap_id
from functions.seller.planner.tools import Ending, Plan, find, recommend, straight
from functions.seller.steps import Reply
from shared.conversation.dialogue import Listing, Question
from shared.events.products import ProductQueryResult, Search
from shared.models.memory import Signal
from shared.models.message import Answer
from shared.models.wire import in_language

_CATEGORY_ROWS = 9


def search(scene: Scene) -> Plan:
    """Find what the message asks for."""
    wanted = read_search(scene)
    limited = priced(wanted, scene.entities, scene.brand)
    foreign = foreign_currency(scene.entities, scene.brand)
    if limited is None:
        return straight(_ask_currency(scene, wanted, foreign or ""))
    if is_empty(limited):
        return suggest(scene)
    return run(scene, limited, _rate_note(scene, limited, foreign))


def run(scene: Scene, wanted: Search, note: str = "") -> Plan:
    """Search, show what was found and say honestly what was given up for it."""
    wanted = wanted.model_copy(update={"limit": PAGE})
    found = yield from find(scene, wanted)
    if found is None:
        return trouble(scene)
    cards = tuple(card for card in found.cards if not is_unwanted(card, scene.entities))
    if not cards:
        return (yield from _nothing(scene, wanted, note))
    shown = wanted.offset + len(found.cards)
    return Reply(
        answer=list_answer(
            scene, _lead(scene, wanted, found, note), cards, shown if shown < found.total else 0
        ),
        dialogue=listed(scene.notes, cards, wanted, found.total, found.relaxed),
        signals=(_signal(scene, wanted),),
    )


def more(scene: Scene) -> Plan:
    """Show the next page of the last search."""
    listing = scene.notes.listing
    if listing is None or listing.search is None:
        return suggest(scene)
    asked = scene.tap.arg(0) if scene.tap else ""
    offset = int(asked[:6]) if asked.isdecimal() else listing.search.offset + PAGE
    if offset >= listing.total:
        answer = Answer(
            message=scene.say("no_more"),
            actions=(scene.button("categories", "cat"), scene.button("cart", "cart")),
        )
        return straight(Reply(answer=answer, dialogue=scene.notes))
    return run(scene, listing.search.model_copy(update={"offset": offset}))


def suggest(scene: Scene, lead: str = "") -> Plan:
    """Recommend: what suits this shopper if something is known, else what sells."""
    liked = None if shops_for_other(scene) else scene.given.preferences
    known = liked is not None and bool(liked.categories or liked.colours or liked.manufacturers)
    kind = "for_you" if known else "trending"
    cards = yield from recommend(scene, kind, category=scene.entities.category)
    if not cards:
        return categories(scene, lead)
    return Reply(
        answer=list_answer(scene, lead or scene.say(f"recommended_{kind}"), cards, 0),
        dialogue=listed(scene.notes, cards, None, len(cards)),
    )


def similar(scene: Scene, product_id: str, lead: str = "") -> Plan:
    """Show products like another one."""
    cards = yield from recommend(scene, "similar", product_id=product_id)
    if not cards:
        return categories(scene, lead)
    return Reply(
        answer=list_answer(scene, lead or scene.say("recommended_similar"), cards, 0),
        dialogue=listed(scene.notes, cards, None, len(cards)),
    )


def in_category(scene: Scene, category_id: str) -> Plan:
    """Show a category that was tapped."""
    if all(category.id != category_id for category in scene.brand.categories):
        return straight(categories(scene))
    return run(scene, Search(category=category_id, sort="popular"))


def categories(scene: Scene, lead: str = "") -> Ending:
    """Show what the brand sells."""
    top = [category for category in scene.brand.categories if category.parent is None]
    names = [(in_language(each.name, scene.voice.language), each.id) for each in top]
    rows = tuple(row(name, tap_id("cat", id_)) for name, id_ in names[:_CATEGORY_ROWS])
    return Reply(
        answer=Answer(
            message=lead or scene.say("ask_category"),
            actions=rows,
            list_button=scene.say("list_categories"),
        ),
        dialogue=scene.notes.noting(question=Question.NONE),
    )


def _nothing(scene: Scene, wanted: Search, note: str) -> Plan:
    query = describe(scene, wanted) or scene.say("something")
    if scene.entities.relative == "cheaper" and scene.notes.listing is not None:
        answer = Answer(
            message=scene.say("nothing_cheaper", query=query),
            actions=(scene.button("categories", "cat"), scene.button("ideas", "search")),
        )
        return Reply(answer=answer, dialogue=scene.notes)
    lead = " ".join(part for part in (note, scene.say("nothing_found", query=query)) if part)
    cards = yield from recommend(scene, "trending", category=wanted.category)
    if not cards:
        return categories(scene, lead)
    return Reply(
        answer=list_answer(scene, f"{lead} {scene.say('alternatives')}", cards, 0),
        dialogue=listed(scene.notes, cards, None, len(cards)),
        signals=(_signal(scene, wanted),),
    )


def _lead(scene: Scene, wanted: Search, found: ProductQueryResult, note: str) -> str:
    query = describe(scene, wanted)
    parts = [note]
    if found.corrected:
        parts.append(scene.say("corrected", words=found.corrected))
    if found.relaxed:
        given_up = tuple(scene.say(f"filter_{name}") or name for name in found.relaxed)
        key = "relaxed" if query else "relaxed_filters"
        parts.append(scene.say(key, query=query, what=scene.voice.listed(given_up)))
    elif wanted.offset:
        parts.append(scene.say("next_page"))
    else:
        named = "found_one" if found.total == 1 else "found_products"
        key = named if query else "found_fitting"
        parts.append(scene.say(key, count=found.total, query=query))
    return " ".join(part for part in parts if part)


def _rate_note(scene: Scene, limited: Search, foreign: str | None) -> str:
    limit = limited.price_max or limited.price_min
    if foreign is None or limit is None:
        return ""
    return scene.say("converted", currency=foreign, amount=scene.voice.money(limit))


def _ask_currency(scene: Scene, wanted: Search, foreign: str) -> Ending:
    """Ask for the limit in the brand's money; the answer narrows the search kept here."""
    return Reply(
        answer=Answer(
            message=scene.say("ask_currency", currency=foreign, own=scene.brand.currency)
        ),
        dialogue=scene.notes.noting(listing=Listing(search=wanted), question=Question.CURRENCY),
    )


def _signal(scene: Scene, wanted: Search) -> Signal:
    return Signal(
        kind="search",
        at=scene.at,
        category=wanted.category,
        colours=wanted.colours,
        sizes=wanted.sizes,
        manufacturer=wanted.manufacturers[0] if wanted.manufacturers else None,
        price=wanted.price_max,
        query=wanted.text or None,
    )
