"""Carts, discount codes, quotes: what is bought at which price."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.models.money import Money
from shared.models.wire import WireModel

MAX_LINES = 50
MAX_QUANTITY = 99


class LineItem(WireModel):
    """One SKU in a cart or order, priced from the catalog."""

    sku: str
    product_id: str
    title: str
    options: dict[str, str] = {}
    quantity: int = Field(ge=0, le=MAX_QUANTITY)
    """At least 1, but for lines that tell what is left of a SKU."""
    unit_price: Money
    line_total: Money
    discount: Money | None = None
    """Part of the discount that falls on this line, negative."""
    image_url: str | None = None


class Totals(WireModel):
    """Sums of a cart, quote or order. `total` = subtotal + discount + shipping + tax."""

    subtotal: Money
    discount: Money
    """Zero or negative."""
    shipping: Money
    tax: Money
    total: Money


class Notice(WireModel):
    """Something the shopper must be told about the cart."""

    code: Literal[
        "price_changed",
        "stock_short",
        "sold_out",
        "product_gone",
        "quantity_limited",
        "cart_full",
        "code_unknown",
        "code_expired",
        "code_not_yet",
        "code_used_up",
        "code_minimum",
        "code_not_applicable",
        "code_not_stackable",
        "code_already",
        "not_in_cart",
        "empty",
        "address_missing",
        "country_not_served",
        "delivery_unknown",
        "merged",
    ]
    sku: str | None = None
    title: str | None = None
    code_text: str | None = None
    old: Money | None = None
    new: Money | None = None
    available: int | None = None
    minimum: Money | None = None


class Cart(WireModel):
    """A cart as shown: lines priced from the catalog at `priced_at`."""

    id: str
    brand: str
    customer_id: str
    version: int
    lines: tuple[LineItem, ...] = ()
    codes: tuple[str, ...] = ()
    totals: Totals
    notices: tuple[Notice, ...] = ()
    priced_at: datetime


class Address(WireModel):
    """Where an order goes."""

    name: str = ""
    line1: str = Field(min_length=1, max_length=200)
    line2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = Field(default="", max_length=2)
    """ISO 3166 alpha-2; empty = the brand's first country."""
    latitude: float | None = None
    longitude: float | None = None


class DeliveryChoice(WireModel):
    """The delivery option chosen, priced for this cart."""

    id: str
    name: str
    price: Money
    days_min: int
    days_max: int


class Quote(WireModel):
    """An exact offer: confirming it means these lines, this address, this total.

    `id` is a hash of everything in it, so that a quote cannot change under its id.
    """

    id: str
    cart_id: str
    cart_version: int
    brand: str
    customer_id: str
    lines: tuple[LineItem, ...]
    codes: tuple[str, ...] = ()
    address: Address
    delivery: DeliveryChoice
    totals: Totals
    expires_at: datetime
