"""Events of orders, payments and shipments."""

from typing import ClassVar, Literal

from shared.events.event import Event, ReplyTo
from shared.models.cart import Address, LineItem, Quote
from shared.models.money import Money
from shared.models.order import OrderView

OrderAction = Literal[
    "status", "list", "cancel", "change_address", "return", "exchange", "refund", "pay_again"
]


class OrderCreate(Event):
    """The shopper confirmed a quote: make it an order."""

    type: ClassVar[str] = "store.order.create"
    to: ClassVar[str | None] = "order-processor"

    reply_to: ReplyTo | None = None
    conversation: str | None = None
    """Where to tell the shopper about the order."""
    customer_id: str
    language: str
    quote: Quote


class OrderRequested(Event):
    """Show or change a customer's order."""

    type: ClassVar[str] = "store.order.request"
    to: ClassVar[str | None] = "order-processor"

    reply_to: ReplyTo | None = None
    customer_id: str
    action: OrderAction
    number: str | None = None
    """Absent = the latest order that the action could apply to."""
    address: Address | None = None
    skus: tuple[str, ...] = ()
    """For a return or exchange of part of an order; empty = all."""
    new_sku: str | None = None
    reason: str = ""
    confirmed: bool = False
    """A change that costs money or cannot be undone needs the shopper's yes."""


class OrderResult(Event):
    """The orders asked for, or what became of the change asked for."""

    type: ClassVar[str] = "store.order.result"
    to: ClassVar[str | None] = "seller"

    reply_to: ReplyTo | None = None
    action: OrderAction
    done: bool
    orders: tuple[OrderView, ...] = ()
    refusal: str | None = None
    """`not_found`, `not_allowed_in_status`, `too_late`, `needs_confirmation`, `needs_person`,
    `window_over`, `nothing_to_pay`, `unavailable`."""


class OrderFact(Event):
    """Something happened to an order."""

    reply_to: ReplyTo | None = None
    conversation: str | None = None
    """Where to tell it; absent where an `OrderResult` tells it already."""
    customer_id: str
    order: OrderView


class OrderCreated(OrderFact):
    """An order was placed and its stock is held until it is paid."""

    type: ClassVar[str] = "store.order.created"
    to: ClassVar[str | None] = "seller"


class OrderRejected(OrderFact):
    """A confirmed quote could not become an order; nothing was held or charged."""

    type: ClassVar[str] = "store.order.rejected"
    to: ClassVar[str | None] = "seller"

    reason: Literal["quote_expired", "quote_changed", "sold_out", "code_refused", "invalid"]
    short: tuple[LineItem, ...] = ()
    """Lines with too little stock, `quantity` being what is left."""


class OrderConfirmed(OrderFact):
    """An order is paid."""

    type: ClassVar[str] = "store.order.confirmed"
    to: ClassVar[str | None] = "seller"


class OrderShipped(OrderFact):
    """A carrier took an order."""

    type: ClassVar[str] = "store.order.shipped"
    to: ClassVar[str | None] = "seller"


class OrderDelivered(OrderFact):
    """An order reached the shopper."""

    type: ClassVar[str] = "store.order.delivered"
    to: ClassVar[str | None] = "seller"


class OrderCancelled(OrderFact):
    """An order was cancelled; what was paid goes back."""

    type: ClassVar[str] = "store.order.cancelled"
    to: ClassVar[str | None] = "seller"

    reason: Literal["shopper", "not_paid_in_time", "payment_failed", "shop"]


class OrderReturned(OrderFact):
    """Goods of an order come back."""

    type: ClassVar[str] = "store.order.returned"
    to: ClassVar[str | None] = "seller"

    skus: tuple[str, ...] = ()


class OrderRefunded(OrderFact):
    """Money of an order went back to the shopper."""

    type: ClassVar[str] = "store.order.refunded"
    to: ClassVar[str | None] = "seller"

    amount: Money


class OrderPaymentDue(Event):
    """The time for paying an order is over; if it is still unpaid, it ends."""

    type: ClassVar[str] = "store.order.payment.due"
    to: ClassVar[str | None] = "order-processor"

    number: str


class OrderReceiptRequested(Event):
    """The receipt of a paid order must be written; repeated, it is written once."""

    type: ClassVar[str] = "store.order.receipt.request"
    to: ClassVar[str | None] = "order-processor"

    number: str


class OrderShipmentRequested(Event):
    """A parcel must be given to its carrier; repeated, it is given once."""

    type: ClassVar[str] = "store.order.shipment.request"
    to: ClassVar[str | None] = "order-processor"

    number: str


class OrdersAnonymiseRequested(Event):
    """Take everything personal out of a customer's orders that are over."""

    type: ClassVar[str] = "store.order.anonymise.request"
    to: ClassVar[str | None] = "order-processor"

    customer_id: str
