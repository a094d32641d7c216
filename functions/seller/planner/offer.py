"""The question for a product's next option, and the offer of the one variant left."""

from functions.seller.planner.answers import MAX_BUTTONS, MAX_ROWS, button, lines, paragraphs, row
from functions.seller.planner.describe import card_of, headline, options_text
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from functions.seller.steps import Reply
from shared.conversation.dialogue import Dialogue, Question
from shared.models.memory import Signal
from shared.models.message import Action, Answer
from shared.models.product import Product, Variant
from shared.models.wire import in_language

_VALUES_PAGE = 9
_FEW = 3


def ask_option(
    scene: Scene, product: Product, name: str, values: tuple[str, ...], page: int
) -> Answer:
    """Ask for one option; only values in stock can be tapped, a page at a time."""
    measured = name == "size" and any(" " in value for value in values)
    label = scene.voice.word("option", "measure" if measured else name)
    title = in_language(product.title, scene.voice.language)
    first = _is_new(scene, product)
    buttons = len(values) <= MAX_BUTTONS
    return Answer(
        message=paragraphs(
            headline(scene, product) if first else "",
            scene.say("ask_option", option=label, title=title),
        ),
        products=(card_of(scene, product),) if first else (),
        actions=_values(scene, product, name, values, page),
        image_url=_picture(product) if first and buttons else None,
        list_button=scene.say("list_options"),
    )


def offer(scene: Scene, product: Product, variant: Variant, notes: Dialogue) -> Reply:
    """Offer the one variant that the shopper's choice left."""
    title = in_language(product.title, scene.voice.language)
    chosen = options_text(scene, variant.options)
    price = scene.voice.money(variant.price)
    few = scene.say("few_left", count=variant.stock) if variant.stock <= _FEW else ""
    if _is_new(scene, product):
        text = paragraphs(headline(scene, product), lines(chosen, few), scene.say("ask_add_this"))
    else:
        named = f"{title} ({chosen})" if chosen else title
        text = paragraphs(scene.say("ask_add", title=named, price=price), few)
    return Reply(
        answer=Answer(
            message=text,
            products=(card_of(scene, product, variant),),
            actions=(
                scene.button("add", "add", variant.sku),
                scene.button("similar", "search", "similar", product.id),
                scene.button("cart", "cart"),
            ),
            image_url=_picture(product),
        ),
        dialogue=notes.noting(question=Question.CHOOSE_VARIANT),
        signals=(viewed(scene, product),),
    )


def viewed(scene: Scene, product: Product) -> Signal:
    """Return the signal that the shopper looked at a product."""
    return Signal(
        kind="view",
        at=scene.at,
        product_id=product.id,
        category=product.category,
        manufacturer=product.manufacturer or None,
        price=product.variants[0].price,
    )


def _values(
    scene: Scene, product: Product, name: str, values: tuple[str, ...], page: int
) -> tuple[Action, ...]:
    named = [
        (scene.voice.word("value", value), tap_id("opt", product.id, name, value))
        for value in values
    ]
    if len(named) <= MAX_BUTTONS:
        return tuple(button(title, id_) for title, id_ in named)
    if len(named) <= MAX_ROWS:
        return tuple(row(title, id_) for title, id_ in named)
    start = page % (-(-len(named) // _VALUES_PAGE)) * _VALUES_PAGE
    following = tap_id("more", "opt", product.id, str(page + 1))
    shown = named[start : start + _VALUES_PAGE]
    return (*(row(title, id_) for title, id_ in shown), row(scene.say("row_more"), following))


def _is_new(scene: Scene, product: Product) -> bool:
    return scene.notes.choice is None or scene.notes.choice.product_id != product.id


def _picture(product: Product) -> str | None:
    return product.media[0].url if product.media else None
