"""What tools said: the only ground that a statement of the model may stand on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce

from shared.conversation.dialogue import Dialogue
from shared.events.carts import CartUpdated
from shared.events.event import Event
from shared.events.orders import OrderResult
from shared.events.products import ProductQueryResult, ProductRecommendResult
from shared.models.brand import Brand
from shared.models.cart import Cart, LineItem, Quote, Totals
from shared.models.money import Money
from shared.models.order import OrderView
from shared.models.product import Product, ProductCard
from shared.models.wire import in_language


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts so far.

    Attributes:
        cards: products by id, as an answer shows them.
        skus: that may go into a cart.
        amounts: of money, in minor units.
        stocks: pieces that a result named.
        orders: order numbers.
        links: addresses that may be given.
        texts: words of the shop itself: policies and FAQ. Descriptions of products are not among
            them: whoever writes those must not be able to promise anything.
        cart: as a tool of this turn showed it; None if none did.
    """

    cards: dict[str, ProductCard]
    skus: frozenset[str] = frozenset()
    amounts: frozenset[int] = frozenset()
    stocks: frozenset[int] = frozenset()
    orders: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    cart: Cart | None = None


def known_before(brand: Brand, notes: Dialogue) -> Facts:
    """Return what is known when a turn starts: the brand's policies and what was shown last."""
    facts = Facts(cards={}, texts=tuple(_policies(brand)))
    facts = _with_amounts(facts, _delivery_prices(brand))
    if notes.listing:
        facts = _with_amounts(facts, (shown.price for shown in notes.listing.products))
    if notes.choice:
        skus = {notes.choice.sku} if notes.choice.sku else set[str]()
        facts = replace(_with_amounts(facts, (notes.choice.price,)), skus=facts.skus | skus)
    if notes.cart:
        facts = _with_cart(facts, notes.cart)
    if notes.quote:
        facts = _with_quote(facts, notes.quote)
    numbers = {*notes.orders, *([notes.order_number] if notes.order_number else [])}
    return replace(facts, orders=facts.orders | numbers)


def learned(facts: Facts, result: Event, language: str) -> Facts:
    """Return the facts after a tool's result."""
    match result:
        case ProductQueryResult():
            answer = (in_language(result.faq.answer, language),) if result.faq else ()
            facts = replace(facts, texts=facts.texts + answer)
            return reduce(_with_product, result.products, _with_cards(facts, result.cards))
        case ProductRecommendResult():
            return _with_cards(facts, result.cards)
        case CartUpdated():
            facts = replace(_with_cart(facts, result.cart), cart=result.cart)
            return _with_quote(facts, result.quote) if result.quote else facts
        case OrderResult():
            return reduce(_with_order, result.orders, facts)
        case _:
            return facts


def _with_amounts(facts: Facts, amounts: Iterable[Money | None]) -> Facts:
    found = {abs(one.amount_minor) for one in amounts if one is not None}
    return replace(facts, amounts=facts.amounts | found)


def _with_cards(facts: Facts, cards: tuple[ProductCard, ...]) -> Facts:
    return replace(
        _with_amounts(facts, (price for card in cards for price in (card.price, card.compare_at))),
        cards={**facts.cards, **{card.product_id: card for card in cards}},
        skus=facts.skus | {card.sku for card in cards if card.sku},
    )


def _with_product(facts: Facts, product: Product) -> Facts:
    prices = [price for each in product.variants for price in (each.price, each.compare_at)]
    return replace(
        _with_amounts(facts, prices),
        skus=facts.skus | {each.sku for each in product.variants},
        stocks=facts.stocks | {each.stock for each in product.variants},
    )


def _with_cart(facts: Facts, cart: Cart) -> Facts:
    notices = [amount for one in cart.notices for amount in (one.old, one.new, one.minimum)]
    left = {one.available for one in cart.notices if one.available is not None}
    facts = _with_amounts(_with_lines(facts, cart.lines, cart.totals), notices)
    return replace(facts, stocks=facts.stocks | left)


def _with_quote(facts: Facts, quote: Quote) -> Facts:
    return _with_amounts(_with_lines(facts, quote.lines, quote.totals), (quote.delivery.price,))


def _with_order(facts: Facts, order: OrderView) -> Facts:
    facts = _with_lines(facts, order.line_items, order.totals)
    facts = _with_amounts(facts, (order.paid, order.refunded, order.delivery.price))
    links = {order.payment_url, *(shipment.tracking_url for shipment in order.shipments)}
    return replace(
        facts,
        orders=facts.orders | {order.number},
        links=facts.links | {link for link in links if link},
    )


def _with_lines(facts: Facts, lines: tuple[LineItem, ...], totals: Totals) -> Facts:
    amounts = [amount for line in lines for amount in (line.unit_price, line.line_total)]
    sums = (totals.subtotal, totals.discount, totals.shipping, totals.tax, totals.total)
    facts = _with_amounts(facts, (*amounts, *sums))
    return replace(facts, skus=facts.skus | {line.sku for line in lines})


def _policies(brand: Brand) -> Iterable[str]:
    for text in (
        brand.policies.returns.text,
        brand.policies.shipping.text,
        brand.policies.payment.text,
    ):
        yield from text.values()
    yield f"{brand.policies.returns.days} days"
    for option in brand.policies.shipping.options:
        yield f"{option.days_min} {option.days_max} days"


def _delivery_prices(brand: Brand) -> Iterable[Money | None]:
    for option in brand.policies.shipping.options:
        yield from (option.price, option.free_from)
