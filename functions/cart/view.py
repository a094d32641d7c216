"""A cart as the shopper sees it: lines, discounts, totals, notices."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.cart.discounts import Discounts, discount
from functions.cart.pricing import PricedLine, price
from functions.cart.shop import Shop
from functions.cart.state import CartState
from functions.cart.totals import add_up, shipping_price
from shared.models.cart import Cart, LineItem, Notice
from shared.models.money import Money


@dataclass(frozen=True)
class View:
    """A cart priced now, with what only this function needs."""

    cart: Cart
    applied: tuple[str, ...]
    """The codes that take something off, of those in the cart."""


def look(state: CartState, shop: Shop, language: str, notices: Sequence[Notice] = ()) -> View:
    """Price a cart and add it up; `notices` come before those of prices and codes."""
    priced = price(state.lines, shop, language)
    discounts = discount(priced.lines, state.codes if priced.lines else (), shop)
    lines = _discounted(priced.lines, discounts)
    shipping = shipping_price(
        shop.delivery(state.delivery_id) if lines else None, lines, free=discounts.free_shipping
    )
    currency = shop.brand.currency
    cart = Cart(
        id=state.id,
        brand=state.brand,
        customer_id=state.customer_id,
        version=state.version,
        lines=lines,
        codes=state.codes,
        totals=add_up(lines, shipping, shop.brand.policies.tax_basis_points, currency),
        notices=_once((*notices, *priced.notices, *discounts.refused)),
        priced_at=shop.now,
    )
    return View(cart=cart, applied=discounts.applied)


def _discounted(lines: Sequence[PricedLine], discounts: Discounts) -> tuple[LineItem, ...]:
    return tuple(
        line.item.model_copy(
            update={"discount": Money(amount_minor=-off, currency=line.item.line_total.currency)}
        )
        if off
        else line.item
        for line, off in zip(lines, discounts.amounts, strict=True)
    )


def _once(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Drop a notice that says what an earlier one said."""
    return tuple(notice for index, notice in enumerate(notices) if notice not in notices[:index])
