"""Events of carts and discount codes."""

from datetime import datetime
from typing import ClassVar, Literal

from shared.events.event import Event, ReplyTo
from shared.models.cart import Address, Cart, LineItem, Notice, Quote

CartAction = Literal[
    "show",
    "add",
    "set_quantity",
    "remove",
    "clear",
    "apply_code",
    "remove_code",
    "quote",
    "merge",
]


class CartRequested(Event):
    """Change, show or quote a customer's cart of one brand."""

    type: ClassVar[str] = "store.cart.request"
    to: ClassVar[str | None] = "cart"

    reply_to: ReplyTo | None = None
    customer_id: str
    action: CartAction
    language: str = "en"
    sku: str | None = None
    quantity: int | None = None
    code: str | None = None
    address: Address | None = None
    """For a quote."""
    delivery_id: str | None = None
    """For a quote."""
    lines: tuple[LineItem, ...] = ()
    """For `merge`: what comes in."""
    source_cart_id: str | None = None
    """For `merge`: each cart is merged once."""
    for_other: bool = False
    """The shopper looks for somebody else's things: nothing is learnt of it."""


class CartUpdated(Event):
    """A cart as it is now, with the outcome of the request."""

    type: ClassVar[str] = "store.cart.updated"
    to: ClassVar[str | None] = "seller"

    reply_to: ReplyTo | None = None
    action: CartAction
    changed: bool
    cart: Cart
    quote: Quote | None = None
    refusal: Notice | None = None
    """Why the request was not carried out."""


class CartItemAdded(Event):
    """Pieces of a SKU were put into a cart."""

    type: ClassVar[str] = "store.cart.item.added"
    to: ClassVar[str | None] = "memory"

    customer_id: str
    cart_id: str
    item: LineItem
    added: int
    for_other: bool = False


class CartItemRemoved(Event):
    """A line left a cart."""

    type: ClassVar[str] = "store.cart.item.removed"

    customer_id: str
    cart_id: str
    sku: str
    quantity: int


class CartAbandoned(Event):
    """A cart with items was not touched for 24 hours."""

    type: ClassVar[str] = "store.cart.abandoned"
    to: ClassVar[str | None] = "seller"

    customer_id: str
    cart: Cart
    last_changed_at: datetime


class CartAbandonmentDue(Event):
    """Time to see whether a cart was abandoned."""

    type: ClassVar[str] = "store.cart.abandonment.due"
    to: ClassVar[str | None] = "cart"

    cart_id: str
    version: int


class CodeUseRequested(Event):
    """Count an order's use of discount codes against their limits, or give the uses back."""

    type: ClassVar[str] = "store.cart.code.request"
    to: ClassVar[str | None] = "cart"

    action: Literal["claim", "release"]
    order_number: str
    customer_id: str
    codes: tuple[str, ...]


class CodeUseResult(Event):
    """Whether all codes could be used for the order; if not, none was."""

    type: ClassVar[str] = "store.cart.code.result"
    to: ClassVar[str | None] = "order-processor"

    order_number: str
    claimed: bool
    refused: tuple[str, ...] = ()


class CartOrdered(Event):
    """A paid order took these lines; they leave the cart."""

    type: ClassVar[str] = "store.cart.ordered"
    to: ClassVar[str | None] = "cart"

    customer_id: str
    order_number: str
    lines: tuple[LineItem, ...]
