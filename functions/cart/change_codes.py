"""What a request does to the discount codes of a cart."""

from typing import Final

from functions.cart.change_lines import Change
from functions.cart.codes import clash, normalise, refuse
from functions.cart.discounts import discount, refuse_goods
from functions.cart.pricing import price
from functions.cart.shop import Shop
from functions.cart.state import CartState
from shared.events.carts import CartRequested
from shared.models.cart import Notice

MAX_CODES: Final = 5
LASTING: Final = frozenset({"code_unknown", "code_expired", "code_used_up"})
"""Refusals that time or another line will not lift: such a code leaves the cart."""


def apply_code(state: CartState, request: CartRequested, shop: Shop) -> Change:
    """Put a code on the cart if it counts now.

    On an empty cart it waits for lines, so that a shopper may begin with the code.
    """
    text = normalise(request.code or "")
    if text in state.codes:
        return Change(state, refusal=Notice(code="code_already", code_text=text))
    refusal = refuse(text, shop.codes.get(text), shop.now) or _does_not_fit(text, state, shop)
    if refusal is not None:
        return Change(state, refusal=refusal)
    return Change(state.model_copy(update={"codes": (*state.codes, text)}))


def remove_code(state: CartState, request: CartRequested, _shop: Shop) -> Change:
    """Take a code off the cart."""
    text = normalise(request.code or "")
    if text not in state.codes:
        return Change(state, refusal=Notice(code="code_unknown", code_text=text))
    codes = tuple(code for code in state.codes if code != text)
    return Change(state.model_copy(update={"codes": codes}))


def drop_dead_codes(state: CartState, shop: Shop) -> Change:
    """Take off the codes that can no longer count, and tell so."""
    refusals = {text: refuse(text, shop.codes.get(text), shop.now) for text in state.codes}
    dead = {text: notice for text, notice in refusals.items() if notice and notice.code in LASTING}
    codes = tuple(text for text in state.codes if text not in dead)
    return Change(state.model_copy(update={"codes": codes}), tuple(dead.values()))


def _does_not_fit(text: str, state: CartState, shop: Shop) -> Notice | None:
    code = shop.codes[text].code
    if len(state.codes) >= MAX_CODES:
        return Notice(code="code_not_stackable", code_text=text)
    if not state.lines:
        return clash(code, [shop.codes[other].code for other in state.codes if other in shop.codes])
    lines = price(state.lines, shop, "en").lines
    applied = discount(lines, state.codes, shop).applied
    return clash(code, [shop.codes[other].code for other in applied]) or refuse_goods(
        code, lines, shop
    )
