"""Where a cart's total is computed."""

from collections.abc import Sequence

from functions.cart.split import part
from shared.models.brand import DeliveryOption
from shared.models.cart import LineItem, Totals
from shared.models.money import Money


def add_up(
    lines: Sequence[LineItem], shipping: int, tax_basis_points: int, currency: str
) -> Totals:
    """Add up discounted lines and delivery.

    Args:
        lines: with their discounts.
        shipping: minor units; 0 while no delivery is chosen.
        tax_basis_points: on discounted goods and delivery.
        currency: of everything.
    """
    subtotal = sum(line.line_total.amount_minor for line in lines)
    discount = sum(line.discount.amount_minor for line in lines if line.discount)
    tax = part(subtotal + discount + shipping, tax_basis_points)

    def money(amount: int) -> Money:
        return Money(amount_minor=amount, currency=currency)

    return Totals(
        subtotal=money(subtotal),
        discount=money(discount),
        shipping=money(shipping),
        tax=money(tax),
        total=money(subtotal + discount + shipping + tax),
    )


def shipping_price(option: DeliveryOption | None, lines: Sequence[LineItem], *, free: bool) -> int:
    """Return what delivery costs, in minor units.

    Nothing while no option is chosen, with a free-shipping code, or from the option's `free_from`
    of discounted goods on.
    """
    if option is None or free:
        return 0
    goods = sum(
        line.line_total.amount_minor + (line.discount.amount_minor if line.discount else 0)
        for line in lines
    )
    if option.free_from is not None and goods >= option.free_from.amount_minor:
        return 0
    return option.price.amount_minor
