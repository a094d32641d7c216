"""Tools' results as the model reads them: short, and fenced as what they are, data. Pure."""

import json

from shared.events.carts import CartUpdated
from shared.events.event import Event
from shared.events.orders import OrderResult
from shared.events.products import ProductQueryResult, ProductRecommendResult
from shared.grounds.fencing import fenced
from shared.models.cart import Cart
from shared.models.money import Money, display
from shared.models.order import OrderView
from shared.models.product import Product, ProductCard, Reason
from shared.models.wire import in_language
from shared.text import fit

_DESCRIPTION = 300
_RESULT = 6000
_VARIANTS = 40


def told(result: Event, language: str) -> str:
    """Return what the model is told of a tool's result."""
    return fenced("tool", fit(json.dumps(_told(result, language), ensure_ascii=False), _RESULT))


def cart_told(cart: Cart, language: str) -> dict[str, object]:
    """Return a cart as the model reads it."""
    return {
        "lines": [
            {
                "sku": line.sku,
                "title": line.title,
                "options": line.options,
                "quantity": line.quantity,
                "price": display(line.unit_price, language),
            }
            for line in cart.lines
        ],
        "codes": list(cart.codes),
        "subtotal": display(cart.totals.subtotal, language),
        "discount": display(cart.totals.discount, language),
        "total": display(cart.totals.total, language),
        "notices": [one.code for one in cart.notices],
    }


def _told(result: Event, language: str) -> object:
    match result:
        case ProductQueryResult():
            return _found(result, language)
        case ProductRecommendResult():
            return {"products": [_card(card, language) for card in result.cards]}
        case CartUpdated():
            refusal = result.refusal.code if result.refusal else None
            return {"refused": refusal, "cart": cart_told(result.cart, language)}
        case OrderResult():
            orders = [_order(one, language) for one in result.orders]
            return {"refused": result.refusal, "orders": orders}
        case _:
            return {"error": "the shop did not answer"}


def _found(result: ProductQueryResult, language: str) -> object:
    if result.kind == "faq":
        return {"answer": in_language(result.faq.answer, language) if result.faq else None}
    if result.kind == "details":
        return {"products": [_product(one, language) for one in result.products]}
    cards = [_card(card, language) for card in result.cards]
    return {"found": result.total, "products": cards, "gave_up": list(result.relaxed)}


def _card(card: ProductCard, language: str) -> dict[str, object]:
    return {
        "id": card.product_id,
        "sku": card.sku,
        "title": card.title,
        "price": display(card.price, language),
        "before": _before(card.price, card.compare_at, language),
        "options": {name: list(values) for name, values in card.options.items()},
        "in_stock": card.in_stock,
        "why": [_why(one) for one in card.reasons],
        "about": fit(card.description, _DESCRIPTION),
    }


def _why(reason: Reason) -> str:
    how = " (said by the shopper)" if reason.stated else ""
    return f"{reason.kind} {reason.value}".strip() + how


def _product(product: Product, language: str) -> dict[str, object]:
    return {
        "id": product.id,
        "title": in_language(product.title, language),
        "about": fit(in_language(product.description, language), _DESCRIPTION),
        "attributes": product.attributes,
        "variants": [
            {
                "sku": one.sku,
                "options": one.options,
                "price": display(one.price, language),
                "before": _before(one.price, one.compare_at, language),
                "stock": one.stock,
            }
            for one in product.variants[:_VARIANTS]
        ],
    }


def _order(order: OrderView, language: str) -> dict[str, object]:
    return {
        "number": order.number,
        "status": order.status.value,
        "placed": order.placed_at.date().isoformat(),
        "lines": [f"{line.quantity} x {line.title}" for line in order.line_items],
        "total": display(order.totals.total, language),
        "paid": display(order.paid, language),
        "refunded": display(order.refunded, language),
        "shipments": [f"{one.carrier} {one.tracking_number}" for one in order.shipments],
    }


def _before(price: Money, before: Money | None, language: str) -> str | None:
    if before is None or before.amount_minor <= price.amount_minor:
        return None
    return display(before, language)
