"""The choice among a brand's delivery options."""

from functions.seller.planner.answers import MAX_BUTTONS, button, lines, paragraphs, row
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from functions.seller.planner.variants import fold
from functions.seller.steps import Reply
from shared.conversation.dialogue import Dialogue, Question
from shared.models.brand import Brand, DeliveryOption
from shared.models.cart import Cart
from shared.models.message import Answer
from shared.models.wire import in_language

_OPTIONS = 10


def only_option(brand: Brand) -> str | None:
    """Return the one option of a brand that has no other."""
    options = brand.policies.shipping.options
    return options[0].id if len(options) == 1 else None


def option_said(scene: Scene) -> str | None:
    """Return the id of the option that a message names: by word, name or place in the list."""
    options = scene.brand.policies.shipping.options
    word = scene.entities.delivery
    if word:
        return next((option.id for option in options if option.id.startswith(word)), None)
    if scene.entities.relative in ("cheaper", "cheapest"):
        return min(options, key=lambda option: option.price.amount_minor).id
    text = fold(scene.text)
    for option in options:
        names = {fold(name) for name in (option.id, *option.name.values())}
        if text and any(name == text or name in text for name in names):
            return option.id
    ordinal = scene.entities.ordinal or (int(text[:2]) if text.isdecimal() else 0)
    return options[ordinal - 1].id if 0 < ordinal <= len(options) else None


def ask_delivery(scene: Scene, notes: Dialogue, cart: Cart, lead: str = "") -> Reply:
    """Ask how the order should come; prices are those for this cart."""
    options = scene.brand.policies.shipping.options[:_OPTIONS]
    texts = [_option_text(scene, option, cart) for option in options]
    names = [
        (in_language(option.name, scene.voice.language), tap_id("ship", option.id))
        for option in options
    ]
    if len(options) <= MAX_BUTTONS:
        actions = tuple(button(name, id_) for name, id_ in names)
    else:
        actions = tuple(row(name, id_) for name, id_ in names)
    return Reply(
        answer=Answer(
            message=paragraphs(lead, scene.say("ask_delivery"), lines(*texts)),
            actions=actions,
            list_button=scene.say("list_options"),
        ),
        dialogue=notes.noting(delivery_id=None, question=Question.DELIVERY),
    )


def days_text(scene: Scene, days_min: int, days_max: int) -> str:
    """Return in how many business days an order comes."""
    between = scene.say("range", low=days_min, high=days_max)
    days = str(days_max) if days_min == days_max else between
    return scene.say("days", days=days)


def _option_text(scene: Scene, option: DeliveryOption, cart: Cart) -> str:
    goods = cart.totals.subtotal.amount_minor + cart.totals.discount.amount_minor
    free = option.free_from is not None and goods >= option.free_from.amount_minor
    price = (
        scene.say("free")
        if free or not option.price.amount_minor
        else scene.voice.money(option.price)
    )
    name = in_language(option.name, scene.voice.language)
    return f"• {name}: {price}, {days_text(scene, option.days_min, option.days_max)}"
