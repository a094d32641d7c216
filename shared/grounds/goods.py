"""What products, and lines of them, make known. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace

from shared.grounds.facts import Facts, minor_of
from shared.grounds.naming import Item
from shared.models.cart import LineItem
from shared.models.money import Money
from shared.models.product import AttributeValue, Product, ProductCard

_HUNDREDTHS = 10_000


def with_card(facts: Facts, card: ProductCard) -> Facts:
    """Return the facts with a product as an answer shows it."""
    prices = (card.price, card.compare_at)
    values = (value for each in card.options.values() for value in each)
    item = Item(
        titles=frozenset({card.title}),
        amounts=minor_of(prices),
        available=card.in_stock,
        values=frozenset(value.casefold() for value in values),
    )
    facts = facts.with_amounts(prices).with_item(card.product_id, item)
    return replace(
        facts,
        cards={**facts.cards, card.product_id: card},
        skus=facts.skus | ({card.sku} if card.sku else set()),
        described=(*facts.described, card.title, card.description),
        savings=facts.savings | saving_of(card.compare_at, card.price),
        discounts=facts.discounts | share_of(card.compare_at, card.price),
    )


def with_product(facts: Facts, product: Product) -> Facts:
    """Return the facts with a whole product."""
    each = product.variants
    prices = [price for one in each for price in (one.price, one.compare_at)]
    stocks = frozenset(one.stock for one in each)
    item = Item(
        titles=frozenset(product.title.values()),
        amounts=minor_of(prices),
        stocks=stocks | {sum(one.stock for one in each)},
        available=any(stocks),
        short=0 in stocks,
        values=frozenset(value.casefold() for option in product.options for value in option.values),
    )
    facts = facts.with_amounts(prices).with_item(product.id, item)
    off = [share_of(one.compare_at, one.price) for one in each]
    return replace(
        facts,
        skus=facts.skus | {one.sku for one in each},
        stocks=facts.stocks | item.stocks,
        described=(
            *facts.described,
            *product.title.values(),
            *product.description.values(),
            *(_as_text(name, value) for name, value in product.attributes.items()),
        ),
        savings=facts.savings.union(*(saving_of(one.compare_at, one.price) for one in each)),
        discounts=facts.discounts.union(*off),
    )


def with_lines(facts: Facts, lines: Iterable[LineItem]) -> Facts:
    """Return the facts with lines of a cart, quote or order."""
    for line in lines:
        prices = (line.unit_price, line.line_total)
        item = Item(frozenset({line.title}), amounts=minor_of(prices))
        facts = facts.with_amounts(prices).with_item(line.product_id, item)
        off = share_of(line.line_total, _after(line))
        facts = replace(facts, skus=facts.skus | {line.sku}, discounts=facts.discounts | off)
    return facts


def saving_of(before: Money | None, now: Money | None) -> frozenset[int]:
    """Return how much is off, in minor units; empty if nothing is."""
    if before is None or now is None or now.amount_minor >= before.amount_minor:
        return frozenset()
    return frozenset({before.amount_minor - now.amount_minor})


def share_of(before: Money | None, now: Money | None) -> frozenset[int]:
    """Return how many hundredths of a percent are off, as whole percents that people would say."""
    if before is None or now is None or not 0 < now.amount_minor < before.amount_minor:
        return frozenset()
    off = _HUNDREDTHS * (before.amount_minor - now.amount_minor) / before.amount_minor
    return frozenset({int(off // 100) * 100, round(off / 100) * 100, round(off)})


def _after(line: LineItem) -> Money | None:
    return line.line_total.plus(line.discount) if line.discount else None


def _as_text(name: str, value: AttributeValue) -> str:
    """Return an attribute as words: `batteryHours: 40` as `40 hours`."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
    unit = words[-1].lower() if words else ""
    return f"{value} {unit}"
