"""From the brand, the notes and tools' results to the facts of a turn. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, reduce

from shared.conversation.dialogue import Dialogue
from shared.events.carts import CartUpdated
from shared.events.event import Event
from shared.events.orders import OrderResult
from shared.events.products import ProductQueryResult, ProductRecommendResult
from shared.grounds.amounts import amounts_in
from shared.grounds.facts import Facts
from shared.grounds.goods import with_card, with_product
from shared.grounds.naming import Item
from shared.grounds.spending import with_cart, with_order, with_quote
from shared.models.brand import Brand
from shared.models.money import Money
from shared.models.wire import in_language


def known_before(
    brand: Brand, notes: Dialogue, told: tuple[str, ...] = (), at: datetime | None = None
) -> Facts:
    """Return what is known when a turn starts: the brand's policies and what was shown last.

    Args:
        brand: whose promises count.
        notes: what the seller noted in this talk.
        told: what the seller itself said before.
        at: when the turn began.
    """
    policies = tuple(_policies(brand))
    named = _shop_amounts(policies)
    facts = Facts(cards={}, amounts=named, sums=named, texts=policies, told=told, at=at)
    facts = facts.with_sums(_delivery_prices(brand))
    for shown in notes.listing.products if notes.listing else ():
        facts = _with_price(facts, shown.product_id, shown.title, shown.price)
    if choice := notes.choice:
        facts = _with_price(facts, choice.product_id, choice.title, choice.price)
        facts = replace(facts, skus=facts.skus | ({choice.sku} if choice.sku else set()))
    if notes.cart:
        facts = with_cart(facts, notes.cart)
    if notes.quote:
        facts = with_quote(facts, notes.quote)
    numbers = {*notes.orders, *([notes.order_number] if notes.order_number else [])}
    return replace(facts, orders=facts.orders | numbers)


def learned(facts: Facts, result: Event, language: str) -> Facts:
    """Return the facts after a tool's result."""
    match result:
        case ProductQueryResult():
            answer = (in_language(result.faq.answer, language),) if result.faq else ()
            facts = replace(facts, texts=facts.texts + answer)
            return reduce(with_product, result.products, reduce(with_card, result.cards, facts))
        case ProductRecommendResult():
            return reduce(with_card, result.cards, facts)
        case CartUpdated():
            facts = replace(with_cart(facts, result.cart), cart=result.cart)
            return with_quote(facts, result.quote) if result.quote else facts
        case OrderResult():
            return reduce(with_order, result.orders, facts)
        case _:
            return facts


@lru_cache(maxsize=64)
def _shop_amounts(texts: tuple[str, ...]) -> frozenset[int]:
    return frozenset(one.minor for text in texts for one in amounts_in(text))


def _with_price(facts: Facts, id_: str, title: str, price: Money) -> Facts:
    item = Item(frozenset({title}), amounts=frozenset({price.amount_minor}))
    return facts.with_amounts((price,)).with_item(id_, item)


def _policies(brand: Brand) -> Iterable[str]:
    yield from brand.greeting.values()
    policies = brand.policies
    for text in (policies.returns.text, policies.shipping.text, policies.payment.text):
        yield from text.values()
    yield f"{policies.returns.days} days"
    for option in policies.shipping.options:
        yield f"{option.days_min} to {option.days_max} business days"


def _delivery_prices(brand: Brand) -> Iterable[Money | None]:
    for option in brand.policies.shipping.options:
        yield from (option.price, option.free_from)
