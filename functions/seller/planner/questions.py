"""The shopper's words as the answer to what was asked last."""

from collections.abc import Callable, Mapping
from typing import Final

from functions.seller.planner import (
    cart,
    changes,
    checkout,
    choose,
    codes,
    confirm,
    consent,
    search,
    social,
)
from functions.seller.planner.delivery import option_said
from functions.seller.planner.refine import priced
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Plan
from functions.seller.planner.variants import value_in_text
from shared.conversation.dialogue import Question
from shared.models.money import exponent
from shared.nlu.entities import Entities, Price
from shared.nlu.intents import Intent

_VAGUE: Final = frozenset(
    {
        Intent.UNCLEAR,
        Intent.OUT_OF_SCOPE,
        Intent.SEARCH,
        Intent.SMALL_TALK,
        Intent.GIVE_ADDRESS,
        Intent.MEDIA_ONLY,
        Intent.CHOOSE,
        Intent.CHOOSE_OPTION,
        Intent.PRODUCT_DETAILS,
        Intent.GREET,
    }
)
"""What words may look like that are an address or a name; any other intent is meant as it is."""
_WORDS_OF_AN_ADDRESS: Final = 3


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
    return social.short_answer(scene, "not_these") if scene.intent == Intent.DENY else None


def _variant(scene: Scene) -> Plan | None:
    choice = scene.notes.choice
    if choice is None:
        return None
    if scene.intent == Intent.CONFIRM:
        if choice.sku:
            return cart.add(scene, choice.sku, scene.entities.quantity or choice.quantity or 1)
        return choose.pick(scene, choice.product_id)
    if scene.intent == Intent.DENY and len(scene.text.split()) <= _WORDS_OF_AN_ADDRESS:
        return social.short_answer(scene, "not_this_one")
    open_values = {
        name: values for name, values in choice.values.items() if name not in choice.options
    }
    for name, values in open_values.items():
        value = value_in_text(values, scene.text)
        if value is not None:
            return choose.pick(scene, choice.product_id, {name: value})
    return None


def _quantity(scene: Scene) -> Plan | None:
    number = scene.entities.quantity
    if number is None and scene.text.isdecimal():
        number = int(scene.text[:4])
    choice = scene.notes.choice
    if number is None or choice is None or choice.sku is None:
        return None
    return cart.set_line(scene, choice.sku, number)


def _code(scene: Scene) -> Plan | None:
    if scene.intent == Intent.DENY:
        return cart.show(scene)
    if scene.intent not in _VAGUE and scene.intent != Intent.APPLY_CODE:
        return None
    code = codes.code_said(scene)
    return codes.apply_code(scene, code) if code else None


def _address(scene: Scene) -> Plan | None:
    if scene.intent == Intent.DENY:
        return confirm.decline(scene)
    return checkout.take_address(scene) if _may_be_address(scene) else None


def _recipient(scene: Scene) -> Plan | None:
    if scene.intent == Intent.DENY:
        return confirm.decline(scene)
    named = scene.intent in _VAGUE and any(char.isalpha() for char in scene.text)
    return checkout.take_recipient(scene) if named else None


def _order_address(scene: Scene) -> Plan | None:
    task = scene.notes.task
    if scene.intent == Intent.DENY:
        return changes.keep_order(scene)
    number = task.number if task else None
    return changes.change_address(scene, number) if _may_be_address(scene) else None


def _address_confirm(scene: Scene) -> Plan | None:
    if scene.intent == Intent.CONFIRM:
        return checkout.accept_draft(scene)
    if scene.intent == Intent.GIVE_ADDRESS:
        return checkout.take_address(scene)
    return checkout.change_part(scene, "address") if scene.intent == Intent.DENY else None


def _delivery(scene: Scene) -> Plan | None:
    if scene.intent == Intent.DENY:
        return confirm.decline(scene)
    if scene.intent not in _VAGUE and scene.intent not in (Intent.CHOOSE_DELIVERY, Intent.CONFIRM):
        return None
    option = option_said(scene)
    return checkout.advance(scene, scene.notes.noting(delivery_id=option)) if option else None


def _quote(scene: Scene) -> Plan | None:
    if scene.intent == Intent.CONFIRM:
        return confirm.confirm(scene)
    return confirm.decline(scene) if scene.intent in (Intent.DENY, Intent.CANCEL_ORDER) else None


def _cancel(scene: Scene) -> Plan | None:
    if scene.intent == Intent.DENY:
        return changes.keep_order(scene)
    task = scene.notes.task
    if task is None or scene.intent != Intent.CONFIRM:
        return None
    return changes.perform(scene, "return" if task.action == "return" else "cancel", task.number)


def _clear(scene: Scene) -> Plan | None:
    if scene.intent == Intent.CONFIRM:
        return cart.clear(scene)
    return cart.show(scene) if scene.intent == Intent.DENY else None


def _forget(scene: Scene) -> Plan | None:
    if scene.intent in (Intent.CONFIRM, Intent.FORGET_ME):
        return consent.forget(scene)
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


def _may_be_address(scene: Scene) -> bool:
    if scene.intent in (Intent.GIVE_ADDRESS, Intent.CHANGE_ADDRESS):
        return bool(scene.text)
    if scene.notes.address_draft is not None or scene.intent == Intent.UNCLEAR:
        return scene.intent in _VAGUE and bool(scene.text)
    long_enough = len(scene.text.split()) >= _WORDS_OF_AN_ADDRESS
    return scene.intent in _VAGUE and long_enough and any(char.isdecimal() for char in scene.text)


_ANSWERS: Final[Mapping[Question, Callable[[Scene], Plan | None]]] = {
    Question.CHOOSE_PRODUCT: _product,
    Question.CHOOSE_VARIANT: _variant,
    Question.QUANTITY: _quantity,
    Question.CODE: _code,
    Question.ADDRESS: _address,
    Question.ADDRESS_CONFIRM: _address_confirm,
    Question.RECIPIENT: _recipient,
    Question.ORDER_ADDRESS: _order_address,
    Question.DELIVERY: _delivery,
    Question.CONFIRM_QUOTE: _quote,
    Question.CANCEL_CONFIRM: _cancel,
    Question.RETURN_CONFIRM: _cancel,
    Question.CLEAR_CONFIRM: _clear,
    Question.FORGET_CONFIRM: _forget,
    Question.CURRENCY: _currency,
    Question.RATE: _rating,
}
