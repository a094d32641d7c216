"""Answers to the questions of a checkout: code, address, name, delivery, the quote."""

from typing import Final

from functions.seller.planner import cart, changes, checkout, codes, confirm, order_address
from functions.seller.planner.address import sounds_like_address
from functions.seller.planner.delivery import option_said
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Plan
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
_ABOUT_DELIVERY: Final = frozenset({Intent.CHOOSE_DELIVERY, Intent.CONFIRM, Intent.FAQ})
_WORDS_OF_AN_ADDRESS: Final = 3


def code_said(scene: Scene) -> Plan | None:
    """Take a discount code."""
    if _declines(scene):
        return cart.show(scene)
    if scene.intent not in _VAGUE and scene.intent != Intent.APPLY_CODE:
        return None
    code = codes.code_said(scene)
    return codes.apply_code(scene, code) if code else None


def address_said(scene: Scene) -> Plan | None:
    """Take a delivery address, or leave the checkout."""
    if _declines(scene):
        return confirm.decline(scene)
    return checkout.take_address(scene) if _may_be_address(scene) else None


def recipient_said(scene: Scene) -> Plan | None:
    """Take the name for the parcel."""
    if _declines(scene):
        return confirm.decline(scene)
    named = (
        scene.intent in _VAGUE
        and sounds_like_address(scene.text)
        and any(char.isalpha() for char in scene.text)
    )
    return checkout.take_recipient(scene) if named else None


def order_address_said(scene: Scene) -> Plan | None:
    """Take the new address of an order."""
    task = scene.notes.task
    if _declines(scene):
        return changes.keep_order(scene)
    number = task.number if task else None
    return order_address.change_address(scene, number) if _may_be_address(scene) else None


def address_confirm_said(scene: Scene) -> Plan | None:
    """Take a yes or no to the address read back, or another address."""
    if scene.intent == Intent.CONFIRM:
        return checkout.accept_draft(scene)
    if scene.intent == Intent.GIVE_ADDRESS:
        return checkout.take_address(scene)
    return checkout.change_part(scene, "address") if scene.intent == Intent.DENY else None


def delivery_said(scene: Scene) -> Plan | None:
    """Take a delivery option."""
    if _declines(scene):
        return confirm.decline(scene)
    if scene.intent == Intent.GIVE_ADDRESS:
        return checkout.take_address(scene)
    option = option_said(scene)
    if scene.intent == Intent.FAQ and not scene.entities.relative:
        return None
    if scene.intent not in _VAGUE and scene.intent not in _ABOUT_DELIVERY:
        return None
    return checkout.advance(scene, scene.notes.noting(delivery_id=option)) if option else None


def quote_said(scene: Scene) -> Plan | None:
    """Take a yes or no to the quote."""
    if scene.intent == Intent.CONFIRM:
        return confirm.confirm(scene)
    return confirm.decline(scene) if scene.intent in (Intent.DENY, Intent.CANCEL_ORDER) else None


def _declines(scene: Scene) -> bool:
    """Tell whether a few words say no: where an address is asked for, "no" may look like one."""
    understanding = scene.given.turn.understanding
    leanings = understanding.alternatives if understanding else ()
    short = len(scene.text.split()) < _WORDS_OF_AN_ADDRESS
    leans = any(intent == Intent.DENY for intent, _ in leanings)
    return scene.intent == Intent.DENY or (short and leans and scene.intent in _VAGUE)


def _may_be_address(scene: Scene) -> bool:
    if not sounds_like_address(scene.text):
        return False
    if scene.intent in (Intent.GIVE_ADDRESS, Intent.CHANGE_ADDRESS):
        return bool(scene.text)
    if scene.notes.address_draft is not None or scene.intent == Intent.UNCLEAR:
        return scene.intent in _VAGUE and bool(scene.text)
    long_enough = len(scene.text.split()) >= _WORDS_OF_AN_ADDRESS
    return scene.intent in _VAGUE and long_enough and any(char.isdecimal() for char in scene.text)
