"""What discount codes take off the lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.cart.codes import DiscountCode, clash, refuse
from functions.cart.pricing import PricedLine
from functions.cart.shop import Shop
from functions.cart.split import part, split
from shared.models.cart import Notice
from shared.models.money import Money


@dataclass(frozen=True)
class Discounts:
    """The outcome of all codes of a cart."""

    amounts: tuple[int, ...]
    """Minor units off each line, in the order of the lines; never above the line."""
    free_shipping: bool
    applied: tuple[str, ...]
    """The codes that count."""
    refused: tuple[Notice, ...]
    """Why the others do not."""


def discount(lines: Sequence[PricedLine], codes: Sequence[str], shop: Shop) -> Discounts:
    """Apply `codes` one after the other, each to what the ones before have left.

    A code that does not count is skipped with a notice; it may count again later.
    """
    left = [line.item.line_total.amount_minor for line in lines]
    applied: list[DiscountCode] = []
    refused: list[Notice] = []
    for text in codes:
        known = shop.codes.get(text)
        refusal = refuse(text, known, shop.now)
        if known is None or refusal is not None:
            refused += [refusal] if refusal else []
            continue
        refusal = clash(known.code, applied) or refuse_goods(known.code, lines, shop)
        if refusal is not None:
            refused.append(refusal)
            continue
        left = _reduce(left, known.code, lines)
        applied.append(known.code)
    return Discounts(
        amounts=tuple(
            line.item.line_total.amount_minor - rest for line, rest in zip(lines, left, strict=True)
        ),
        free_shipping=any(code.kind == "free_shipping" for code in applied),
        applied=tuple(code.code for code in applied),
        refused=tuple(refused),
    )


def refuse_goods(code: DiscountCode, lines: Sequence[PricedLine], shop: Shop) -> Notice | None:
    """Return why the code does not count for these goods, if it does not."""
    goods = [line.item.line_total.amount_minor for line in lines if _covers(code, line)]
    if not goods or not _spendable(code, shop.brand.currency):
        return Notice(code="code_not_applicable", code_text=code.code)
    if code.minimum is not None and sum(goods) < code.minimum.amount_minor:
        return Notice(code="code_minimum", code_text=code.code, minimum=code.minimum)
    return None


def _reduce(left: list[int], code: DiscountCode, lines: Sequence[PricedLine]) -> list[int]:
    weights = [rest if _covers(code, line) else 0 for rest, line in zip(left, lines, strict=True)]
    off = 0
    if code.kind == "percent":
        off = part(sum(weights), code.basis_points)
    elif code.kind == "fixed" and code.amount is not None:
        off = min(code.amount.amount_minor, sum(weights))
    return [rest - share for rest, share in zip(left, split(off, weights), strict=True)]


def _covers(code: DiscountCode, line: PricedLine) -> bool:
    return not code.categories or not line.categories.isdisjoint(code.categories)


def _spendable(code: DiscountCode, currency: str) -> bool:
    amounts: tuple[Money | None, ...] = (code.amount, code.minimum)
    return all(amount is None or amount.currency == currency for amount in amounts)
