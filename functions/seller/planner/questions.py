"""The shopper's words as the answer to what was asked last."""

from collections.abc import Callable, Mapping
from typing import Final

from functions.seller.planner import (
    cart,
    cart_changes,
    changes,
    checkout_answers,
    choose,
    consent,
    products as things,
    search,
    social,
    tastes,
)
from functions.seller.planner.refine import priced
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Plan
from functions.seller.planner.variants import value_in_text
from shared.conversation.dialogue import Choice, Question
from shared.models.money import exponent
from shared.nlu.entities import Entities, Price
from shared.nlu.intents import Intent

_FEW_WORDS: Final = 3
_LONGEST_NUMBER: Final = 12


def answer_to_question(scene: Scene) -> Plan | None:
    """Return what follows from an answer; None = the message is about something else."""
    answer = _ANSWERS.get(scene.notes.question)
    return answer(scene) if answer else None


def _product(scene: Scene) -> Plan | None:
    listing = scene.notes.listing
    products = listing.products if listing else ()
    if scene.intent == Intent.CONFIRM and len(products) == 1:
        return choose.pick(scene, products[0].product_id)
    if scene.text.isdecimal() and 0 < int(scene.text[:3]) <= len(products):
        return choose.pick(scene, products[int(scene.text[:3]) - 1].product_id)
    if scene.text.isdecimal() and products and scene.intent != Intent.CHOOSE_OPTION:
        return things.not_listed(scene)
    return social.short_answer(scene, "not_these") if scene.intent == Intent.DENY else None


def _variant(scene: Scene) -> Plan | None:
    choice = scene.notes.choice
    if choice is None:
        return None
    if scene.intent == Intent.CONFIRM:
        if choice.sku:
            return cart.add(scene, choice.sku, scene.entities.quantity or choice.quantity or 1)
        return choose.pick(scene, choice.product_id)
    if scene.intent == Intent.DENY and len(scene.text.split()) <= _FEW_WORDS:
        return social.short_answer(scene, "not_this_one")
    return _value(scene, choice)


def _value(scene: Scene, choice: Choice) -> Plan | None:
    open_values = {
        name: values for name, values in choice.values.items() if name not in choice.options
    }
    for name, values in open_values.items():
        shown = {scene.voice.word("value", value): value for value in values}
        said = value_in_text(values, scene.text) or value_in_text(tuple(shown), scene.text)
        if said is not None:
            return choose.pick(scene, choice.product_id, {name: shown.get(said, said)})
    if open_values and scene.text.isdecimal() and not scene.entities.sizes:
        return choose.pick(scene, choice.product_id, refused=(scene.text[:_LONGEST_NUMBER],))
    return None


def _quantity(scene: Scene) -> Plan | None:
    number = scene.entities.quantity
    if number is None and scene.text.isdecimal():
        number = int(scene.text[:4])
    choice = scene.notes.choice
    if number is None or choice is None or choice.sku is None:
        return None
    return cart_changes.set_line(scene, choice.sku, number)


def _cancel(scene: Scene) -> Plan | None:
    if scene.intent == Intent.DENY:
        return changes.keep_order(scene)
    task = scene.notes.task
    if task is None or scene.intent != Intent.CONFIRM:
        return None
    return changes.perform(scene, "return" if task.action == "return" else "cancel", task.number)


def _clear(scene: Scene) -> Plan | None:
    if scene.intent == Intent.CONFIRM:
        return cart_changes.clear(scene)
    return cart.show(scene) if scene.intent == Intent.DENY else None


def _forget(scene: Scene) -> Plan | None:
    if scene.intent in (Intent.CONFIRM, Intent.FORGET_ME):
        return consent.forget(scene)
    return social.short_answer(scene, "not_forgotten") if scene.intent == Intent.DENY else None


def _forget_tastes(scene: Scene) -> Plan | None:
    if scene.intent == Intent.CONFIRM:
        return tastes.forget_all(scene)
    return social.short_answer(scene, "not_forgotten") if scene.intent == Intent.DENY else None


def _currency(scene: Scene) -> Plan | None:
    listing = scene.notes.listing
    number = "".join(char for char in scene.text if char.isdecimal())[:7]
    if listing is None or listing.search is None or not number or scene.entities.max_price:
        return None
    said = Entities(
        max_price=Price(amount_minor=int(number) * 10 ** exponent(scene.brand.currency))
    )
    limited = priced(listing.search, said, scene.brand)
    return search.run(scene, limited) if limited else None


def _rating(scene: Scene) -> Plan | None:
    score = scene.entities.rating
    if score is None and scene.text in tuple("12345"):
        score = int(scene.text)
    return consent.rate(scene, scene.notes.rate_order, score) if score else None


_ANSWERS: Final[Mapping[Question, Callable[[Scene], Plan | None]]] = {
    Question.CHOOSE_PRODUCT: _product,
    Question.CHOOSE_VARIANT: _variant,
    Question.QUANTITY: _quantity,
    Question.CODE: checkout_answers.code_said,
    Question.ADDRESS: checkout_answers.address_said,
    Question.ADDRESS_CONFIRM: checkout_answers.address_confirm_said,
    Question.RECIPIENT: checkout_answers.recipient_said,
    Question.ORDER_ADDRESS: checkout_answers.order_address_said,
    Question.DELIVERY: checkout_answers.delivery_said,
    Question.CONFIRM_QUOTE: checkout_answers.quote_said,
    Question.CANCEL_CONFIRM: _cancel,
    Question.RETURN_CONFIRM: _cancel,
    Question.CLEAR_CONFIRM: _clear,
    Question.FORGET_CONFIRM: _forget,
    Question.FORGET_TASTES: _forget_tastes,
    Question.CURRENCY: _currency,
    Question.RATE: _rating,
}
