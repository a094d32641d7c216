"""Quotes: exact offers that a shopper can confirm for 15 minutes."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Final

from functions.cart.shop import Shop
from functions.cart.view import View
from shared.models.brand import DeliveryOption
from shared.models.cart import Address, DeliveryChoice, Notice, Quote
from shared.models.wire import in_language

VALID_FOR: Final = timedelta(minutes=15)
BLOCKING: Final = frozenset({"sold_out", "stock_short", "product_gone"})
"""What makes an order of the cart impossible."""


def deliverable(address: Address | None, delivery_id: str | None, shop: Shop) -> Notice | None:
    """Return why the brand does not deliver there or so, if it does not."""
    if address is None:
        return Notice(code="address_missing")
    if address.country not in shop.brand.policies.shipping.countries:
        return Notice(code="country_not_served", code_text=address.country)
    if shop.delivery(delivery_id) is None:
        return Notice(code="delivery_unknown", code_text=delivery_id)
    return None


def in_country(address: Address, shop: Shop) -> Address:
    """Return the address with its country in capitals, the brand's first one if it says none."""
    country = address.country.upper() or next(iter(shop.brand.policies.shipping.countries), "")
    return address.model_copy(update={"country": country})


def refuse_quote(view: View) -> Notice | None:
    """Return why this cart cannot be ordered as it is, if it cannot."""
    for notice in view.cart.notices:
        if notice.code in BLOCKING:
            return notice
    if not view.cart.lines:
        return Notice(code="empty")
    return None


def quote(
    view: View, address: Address, option: DeliveryOption, now: datetime, language: str
) -> Quote:
    """Offer what `view` shows, delivered to `address`."""
    cart = view.cart
    offer = Quote(
        id="",
        cart_id=cart.id,
        cart_version=cart.version,
        brand=cart.brand,
        customer_id=cart.customer_id,
        lines=cart.lines,
        codes=view.applied,
        address=address,
        delivery=DeliveryChoice(
            id=option.id,
            name=in_language(option.name, language),
            price=cart.totals.shipping,
            days_min=option.days_min,
            days_max=option.days_max,
        ),
        totals=cart.totals,
        expires_at=now + VALID_FOR,
    )
    return offer.model_copy(update={"id": quote_id(offer)})


def quote_id(offer: Quote) -> str:
    """Return the id that an unchanged quote has: a hash of all the rest of it."""
    content = offer.wire() | {"id": ""}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"q_{hashlib.sha256(text.encode()).hexdigest()[:32]}"
