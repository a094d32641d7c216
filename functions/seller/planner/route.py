"""Where a turn goes: news, taps, things that are not words, urgent wishes, answers, intents."""

from collections.abc import Callable, Mapping
from typing import Final

from functions.seller.planner import (
    cart,
    cart_changes,
    changes,
    checkout,
    codes,
    consent,
    faq,
    hand_off,
    knowing,
    order_address,
    orders,
    products,
    search,
    social,
    tastes,
    why,
)
from functions.seller.planner.address import sounds_like_address
from functions.seller.planner.media import media
from functions.seller.planner.news import news
from functions.seller.planner.on_page import about_page
from functions.seller.planner.questions import answer_to_question
from functions.seller.planner.scene import Scene
from functions.seller.planner.tapped import tapped
from functions.seller.planner.tools import Plan, straight
from shared.nlu.intents import Intent


def plan_of(scene: Scene) -> Plan:
    """Return the plan of a turn."""
    if scene.given.turn.kind == "news":
        return news(scene)
    plan = tapped(scene, scene.tap) if scene.tap else media(scene)
    plan = plan or hand_off.urgent(scene) or about_page(scene)
    if plan is None and scene.intent in _OF_THEMSELVES and scene.confidence >= _SURE:
        return _by_intent(scene)
    return plan or answer_to_question(scene) or _by_intent(scene)


def _by_intent(scene: Scene) -> Plan:
    if scene.message and scene.message.product_hint and scene.intent not in _NOT_ABOUT_A_PRODUCT:
        return products.about(scene, scene.message.product_hint)
    if scene.confidence < scene.brand.escalation.confidence_below:
        return social.unclear(scene)
    return _INTENTS.get(scene.intent, social.unclear)(scene)


def _address(scene: Scene) -> Plan:
    volunteered = sounds_like_address(scene.text)
    return checkout.volunteer_address(scene) if volunteered else social.unclear(scene)


_INTENTS: Final[Mapping[Intent, Callable[[Scene], Plan]]] = {
    Intent.GREET: social.greet,
    Intent.THANKS: lambda scene: social.short_answer(scene, "thanks"),
    Intent.GOODBYE: lambda scene: social.short_answer(scene, "goodbye"),
    Intent.SMALL_TALK: social.small_talk,
    Intent.HELP: social.menu,
    Intent.SEARCH: products.look_for,
    Intent.BROWSE_CATEGORIES: lambda scene: straight(search.categories(scene)),
    Intent.PRODUCT_DETAILS: products.tell_about,
    Intent.COMPARE: products.compare_said,
    Intent.RECOMMEND: products.recommend_said,
    Intent.CHOOSE: products.choose_said,
    Intent.CHOOSE_OPTION: products.option_said,
    Intent.ADD_TO_CART: products.add_said,
    Intent.SET_QUANTITY: cart_changes.set_quantity,
    Intent.REMOVE_FROM_CART: cart_changes.remove,
    Intent.CLEAR_CART: cart_changes.ask_clear,
    Intent.VIEW_CART: cart.show,
    Intent.APPLY_CODE: lambda scene: codes.apply_code(scene, codes.code_said(scene)),
    Intent.REMOVE_CODE: lambda scene: codes.remove_code(scene, scene.entities.code),
    Intent.CHECKOUT: checkout.advance,
    Intent.GIVE_ADDRESS: _address,
    Intent.CHANGE_ADDRESS: order_address.change_any_address,
    Intent.CHOOSE_DELIVERY: checkout.choose_delivery,
    Intent.CONFIRM: social.yes_to_nothing,
    Intent.DENY: lambda scene: social.short_answer(scene, "no_problem"),
    Intent.PAY: orders.pay,
    Intent.ORDER_STATUS: orders.status,
    Intent.ORDER_HISTORY: orders.history,
    Intent.CHANGE_ORDER: orders.status,
    Intent.CANCEL_ORDER: changes.cancel_said,
    Intent.RETURN_ORDER: lambda scene: changes.ask(scene, "return"),
    Intent.EXCHANGE_ORDER: changes.exchange,
    Intent.REFUND: changes.refund,
    Intent.FAQ: faq.answer_question,
    Intent.STOP_MESSAGES: consent.stop,
    Intent.START_MESSAGES: consent.start,
    Intent.RATE: lambda scene: consent.rate(
        scene, scene.notes.rate_order or orders.number_said(scene), scene.entities.rating
    ),
    Intent.FORGET_ME: consent.ask_forget,
    Intent.WHY_THIS: why.why,
    Intent.VIEW_MEMORY: knowing.known,
    Intent.STATE_PREFERENCE: tastes.state,
    Intent.FORGET_PREFERENCE: tastes.forget,
    Intent.OUT_OF_SCOPE: social.out_of_scope,
    Intent.MEDIA_ONLY: social.menu,
}

_SURE: Final = 0.8
_OF_THEMSELVES: Final = frozenset(
    {
        Intent.WHY_THIS,
        Intent.VIEW_MEMORY,
        Intent.STATE_PREFERENCE,
        Intent.FORGET_PREFERENCE,
    }
)
"""They name colours and sizes, yet answer no question: "forget that I like green" picks none."""

_NOT_ABOUT_A_PRODUCT: Final = frozenset(
    {
        Intent.VIEW_CART,
        Intent.CHECKOUT,
        Intent.ORDER_STATUS,
        Intent.ORDER_HISTORY,
        Intent.CANCEL_ORDER,
        Intent.RETURN_ORDER,
        Intent.STOP_MESSAGES,
        Intent.THANKS,
        Intent.GOODBYE,
        Intent.FAQ,
        Intent.RATE,
        Intent.WHY_THIS,
        Intent.VIEW_MEMORY,
        Intent.FORGET_PREFERENCE,
    }
)
