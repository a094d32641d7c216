"""A list of products as an answer."""

from functions.seller.planner.answers import lines, paragraphs, row
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from functions.seller.planner.why import note
from shared.conversation.dialogue import Dialogue, Listing, Question, Shown
from shared.events.products import Search
from shared.models.message import Action, Answer
from shared.models.product import ProductCard

PAGE = 9
"""Products in one list: WhatsApp's ten rows less the one for more."""


def list_answer(
    scene: Scene, lead: str, cards: tuple[ProductCard, ...], next_offset: int
) -> Answer:
    """Return the answer that shows `cards`; `next_offset` 0 = there are no more."""
    shown = cards[:PAGE]
    more = (row(scene.say("row_more"), tap_id("more", str(next_offset))),) if next_offset else ()
    named = _numbered(scene, shown) if scene.is_chat_window else ""
    return Answer(
        message=paragraphs(
            lead, named, scene.say("ask_pick_one" if len(shown) == 1 else "ask_pick")
        ),
        products=tuple(note(scene, card) for card in shown),
        actions=(*(_row(scene, card) for card in shown), *more),
        list_button=scene.say("list_products"),
    )


def listed(
    notes: Dialogue,
    cards: tuple[ProductCard, ...],
    search: Search | None,
    total: int,
    relaxed: tuple[str, ...] = (),
) -> Dialogue:
    """Return the notes once `cards` are shown: which product is meant is the open question."""
    products = tuple(
        Shown(
            product_id=card.product_id,
            title=card.title,
            price=card.price,
            options=card.options,
            reasons=card.reasons,
        )
        for card in cards[:PAGE]
    )
    return notes.noting(
        listing=Listing(search=search, total=total, relaxed=relaxed, products=products),
        choice=None,
        question=Question.CHOOSE_PRODUCT,
    )


def price_text(scene: Scene, card: ProductCard) -> str:
    """Return the price, with the one before a reduction."""
    now = scene.voice.money(card.price)
    reduced = card.compare_at and card.compare_at.amount_minor > card.price.amount_minor
    if not reduced or card.compare_at is None:
        return now
    return scene.say("price_reduced", now=now, before=scene.voice.money(card.compare_at))


def _row(scene: Scene, card: ProductCard) -> Action:
    colours = card.options.get("colour") or card.options.get("color") or ()
    shades = ", ".join(scene.voice.word("value", colour) for colour in colours[:3])
    parts = (price_text(scene, card), shades if card.in_stock else scene.say("sold_out_mark"))
    description = " · ".join(part for part in parts if part)
    return row(card.title, tap_id("pick", card.product_id), description)


def _numbered(scene: Scene, cards: tuple[ProductCard, ...]) -> str:
    return lines(
        *(
            f"{number}. {card.title} — {price_text(scene, card)}"
            for number, card in enumerate(cards, start=1)
        )
    )
