"""What a tapped button or row does; it may belong to a message from long ago."""

from collections.abc import Callable, Mapping
from typing import Final

from functions.seller.planner import (
    cart,
    cart_changes,
    changes,
    checkout,
    choose,
    codes,
    confirm,
    consent,
    faq,
    knowing,
    order_address,
    orders,
    search,
    social,
    tastes,
)
from functions.seller.planner.hand_off import to_person
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import Tap
from functions.seller.planner.tools import Plan, straight
from shared.models.cart import MAX_QUANTITY

_DIGITS = 4


def tapped(scene: Scene, tap: Tap) -> Plan | None:
    """Return what a tap does; None for an id that is not ours: its title is read as text."""
    act = _VERBS.get(tap.verb)
    return act(scene, tap) if act else None


def verbs() -> tuple[str, ...]:
    """Return every verb that an action's id may begin with."""
    return tuple(_VERBS)


def _pick(scene: Scene, tap: Tap) -> Plan:
    return choose.pick(scene, tap.arg(0)) if tap.arg(0) else search.suggest(scene)


def _option(scene: Scene, tap: Tap) -> Plan:
    if len(tap.args) < 3:  # noqa: PLR2004 (product, option, value)
        return _pick(scene, tap)
    return choose.pick(scene, tap.arg(0), {tap.arg(1): tap.arg(2)})


def _add(scene: Scene, tap: Tap) -> Plan:
    if not tap.arg(0):
        return cart.show(scene)
    choice = scene.notes.choice
    wanted = choice.quantity if choice and choice.sku == tap.arg(0) else None
    return cart.add(scene, tap.arg(0), _number(tap.arg(1)) or wanted or 1)


def _quantity(scene: Scene, tap: Tap) -> Plan:
    return (
        cart_changes.set_line(scene, tap.arg(0), _number(tap.arg(1)))
        if tap.arg(0)
        else cart_changes.edit(scene)
    )


def _remove(scene: Scene, tap: Tap) -> Plan:
    return cart_changes.remove_line(scene, tap.arg(0)) if tap.arg(0) else cart_changes.edit(scene)


def _cart(scene: Scene, tap: Tap) -> Plan:
    if tap.arg(0) == "edit":
        return cart_changes.edit(scene)
    return cart_changes.ask_clear(scene) if tap.arg(0) == "clear" else cart.show(scene)


def _code(scene: Scene, tap: Tap) -> Plan:
    return codes.apply_code(scene, tap.arg(0)) if tap.arg(0) else codes.ask_code(scene)


def _ship(scene: Scene, tap: Tap) -> Plan:
    known = {option.id for option in scene.brand.policies.shipping.options}
    chosen = tap.arg(0) if tap.arg(0) in known else None
    return checkout.advance(scene, scene.notes.noting(delivery_id=chosen))


def _confirm(scene: Scene, tap: Tap) -> Plan:
    match tap.arg(0):
        case "address":
            return checkout.accept_draft(scene)
        case "clear":
            return cart_changes.clear(scene)
        case "forget":
            return consent.forget(scene)
        case "tastes":
            return tastes.forget_all(scene)
        case "cancel" | "return" as action:
            return changes.perform(scene, action, tap.arg(1) or None)
        case quote_id:
            return confirm.confirm(scene, quote_id or None)


def _deny(scene: Scene, tap: Tap) -> Plan:
    match tap.arg(0):
        case "address":
            return checkout.change_part(scene, "address")
        case "forget" | "tastes":
            return social.short_answer(scene, "not_forgotten")
        case "cancel" | "return":
            return changes.keep_order(scene)
        case _:
            return confirm.decline(scene)


def _order(scene: Scene, tap: Tap) -> Plan:
    if not tap.arg(0):
        return orders.history(scene)
    if tap.arg(1) == "address":
        return order_address.ask_new_address(scene, tap.arg(0))
    return orders.show_order(scene, tap.arg(0))


def _more(scene: Scene, tap: Tap) -> Plan:
    if tap.arg(0) == "opt" and tap.arg(1):
        return choose.pick(scene, tap.arg(1), page=_number(tap.arg(2)) or 0)
    return search.more(scene)


def _category(scene: Scene, tap: Tap) -> Plan:
    if tap.arg(0):
        return search.in_category(scene, tap.arg(0))
    return straight(search.categories(scene))


def _search(scene: Scene, tap: Tap) -> Plan:
    if tap.arg(0) == "similar" and tap.arg(1):
        return search.similar(scene, tap.arg(1))
    return search.suggest(scene)


def _rate(scene: Scene, tap: Tap) -> Plan:
    number = tap.arg(0) or None
    if number and number in tuple("12345") and not tap.arg(1):
        return consent.rate(scene, None, int(number))
    return consent.rate(scene, number, _number(tap.arg(1)))


def _number(text: str) -> int | None:
    return min(int(text[:_DIGITS]), MAX_QUANTITY) if text.isdecimal() else None


_VERBS: Final[Mapping[str, Callable[[Scene, Tap], Plan]]] = {
    "pick": _pick,
    "opt": _option,
    "add": _add,
    "qty": _quantity,
    "rm": _remove,
    "cart": _cart,
    "code": _code,
    "checkout": lambda scene, tap: checkout.change_part(scene, tap.arg(0)),
    "ship": _ship,
    "confirm": _confirm,
    "deny": _deny,
    "pay": lambda scene, tap: orders.pay(scene, tap.arg(0) or None),
    "order": _order,
    "cancel": lambda scene, tap: changes.ask(scene, "cancel", tap.arg(0) or None),
    "return": lambda scene, tap: changes.ask(scene, "return", tap.arg(0) or None),
    "faq": lambda scene, tap: faq.answer_question(scene, tap.arg(0) or None),
    "more": _more,
    "cat": _category,
    "search": _search,
    "person": lambda scene, _: straight(to_person(scene, "asked", "hand_off_asked")),
    "rate": _rate,
    "memory": lambda scene, tap: (
        tastes.ask_all(scene) if tap.arg(0) == "forget" else knowing.known(scene)
    ),
    "menu": lambda scene, _: social.menu(scene),
    "lang": lambda scene, tap: consent.speak(scene, tap.arg(0)),
    "stop": lambda scene, _: consent.stop(scene),
    "start": lambda scene, _: consent.start(scene),
}
