"""Orders as shown to shoppers, agents and admins."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from shared.models.cart import Address, DeliveryChoice, LineItem, Totals
from shared.models.money import Money
from shared.models.wire import WireModel


class OrderStatus(StrEnum):
    """The status machine of spec section 6; illegal transitions are refused."""

    RESERVING = "reserving"
    """Stock is being held; shown as pending payment."""
    PENDING_PAYMENT = "pending_payment"
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    REFUNDED = "refunded"
    REJECTED = "rejected"
    """Never became an order: stock or price changed before it could be held."""


class Shipment(WireModel):
    """What a carrier took."""

    carrier: str
    tracking_number: str
    tracking_url: str | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None


class ReturnView(WireModel):
    """Goods of an order that come back."""

    id: str
    skus: tuple[str, ...]
    status: Literal["announced", "received"]


class OrderView(WireModel):
    """One order, without what only the order function needs."""

    number: str
    brand: str
    customer_id: str
    status: OrderStatus
    line_items: tuple[LineItem, ...]
    codes: tuple[str, ...] = ()
    address: Address
    delivery: DeliveryChoice
    totals: Totals
    paid: Money
    refunded: Money
    payment_url: str | None = None
    payment_expires_at: datetime | None = None
    shipments: tuple[Shipment, ...] = ()
    returns: tuple[ReturnView, ...] = ()
    cancel_reason: str | None = None
    placed_at: datetime
    updated_at: datetime
