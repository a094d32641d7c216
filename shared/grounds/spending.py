"""What carts, quotes and orders make known. Pure."""

from dataclasses import replace
from datetime import datetime

from shared.grounds.facts import Facts
from shared.grounds.goods import share_of, with_lines
from shared.grounds.naming import Item
from shared.grounds.spans import Span
from shared.models.cart import Cart, DeliveryChoice, Notice, Quote, Totals
from shared.models.order import OrderView

_DAY = 1440


def with_cart(facts: Facts, cart: Cart) -> Facts:
    """Return the facts with a cart."""
    facts = _with_totals(with_lines(facts, cart.lines), cart.totals)
    for notice in cart.notices:
        facts = _with_notice(facts, notice)
    return facts


def with_quote(facts: Facts, quote: Quote) -> Facts:
    """Return the facts with an exact offer."""
    facts = _with_totals(with_lines(facts, quote.lines), quote.totals)
    return _with_delivery(facts, quote.delivery)


def with_order(facts: Facts, order: OrderView) -> Facts:
    """Return the facts with an order."""
    facts = _with_totals(with_lines(facts, order.line_items), order.totals)
    facts = _with_delivery(facts, order.delivery).with_sums((order.paid, order.refunded))
    links = {order.payment_url, *(shipment.tracking_url for shipment in order.shipments)}
    return replace(
        facts,
        orders=facts.orders | {order.number},
        links=facts.links | {link for link in links if link},
        ages=facts.ages.union(_ages(order, facts.at)),
    )


def _with_notice(facts: Facts, notice: Notice) -> Facts:
    facts = facts.with_sums((notice.old, notice.new, notice.minimum))
    if notice.available is None:
        return facts
    left = frozenset({notice.available})
    if notice.title:
        facts = facts.with_item(f"notice {notice.title}", Item(frozenset({notice.title})))
    return replace(facts, stocks=facts.stocks | left)


def _with_totals(facts: Facts, totals: Totals) -> Facts:
    sums = (totals.subtotal, totals.discount, totals.shipping, totals.tax, totals.total)
    off = share_of(totals.subtotal, totals.subtotal.plus(totals.discount))
    return replace(facts.with_sums(sums), discounts=facts.discounts | off)


def _with_delivery(facts: Facts, choice: DeliveryChoice) -> Facts:
    span = Span("minutes", choice.days_min * _DAY, choice.days_max * _DAY, _DAY, working=True)
    return replace(facts.with_sums((choice.price,)), spans=facts.spans | {span})


def _ages(order: OrderView, at: datetime | None) -> set[Span]:
    """Return how long ago things happened to an order; people round days as they like."""
    shipments = order.shipments
    moments = [order.placed_at]
    moments += [one for each in shipments for one in (each.shipped_at, each.delivered_at) if one]
    if at is None:
        return set()
    days = {(at - moment).days for moment in moments if moment <= at}
    return {Span("minutes", one * _DAY, (one + 1) * _DAY, _DAY) for one in days}
