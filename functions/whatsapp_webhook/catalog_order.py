"""Orders put together in a WhatsApp catalog; prices are Meta's copy, so only hints."""

from decimal import Decimal
from typing import Annotated, Final

from pydantic import Field, ValidationError

from functions.whatsapp_webhook.payload import (
    Label,
    NoContentError,
    Prose,
    within_limit,
)
from shared.foreign import Beside, ForeignModel
from shared.models.message import InboundMessage, MessageKind, OrderedItem
from shared.models.money import Money, exponent

MOST_ITEMS: Final = 100
MOST_MINOR: Final = 10**12


class _OrderItem(ForeignModel):
    product_retailer_id: Label
    quantity: int = Field(ge=1, le=10_000)
    item_price: Annotated[Decimal | None, Beside] = None
    currency: Annotated[str | None, Beside] = None


class _Order(ForeignModel):
    text: Annotated[Prose | None, Beside] = None
    product_items: tuple[Annotated[_OrderItem | None, Beside], ...] = Field(max_length=MOST_ITEMS)


def read_order(message_id: str, body: object) -> InboundMessage:
    """Return the order's readable lines.

    Raises:
        NoContentError: no line is readable.
    """
    order = _Order.model_validate(body)
    items = tuple(
        OrderedItem(
            product_id=item.product_retailer_id, quantity=item.quantity, price_hint=_price(item)
        )
        for item in order.product_items
        if item is not None
    )
    if not items:
        raise NoContentError("order.product_items: nothing readable")
    return InboundMessage(
        id=message_id,
        kind=MessageKind.ORDER,
        text=within_limit(order.text or ""),
        items=items,
    )


def _price(item: _OrderItem) -> Money | None:
    if item.item_price is None or item.currency is None or not item.item_price.is_finite():
        return None
    minor = item.item_price.scaleb(exponent(item.currency))
    try:
        return Money(amount_minor=int(min(minor, Decimal(MOST_MINOR))), currency=item.currency)
    except ValidationError:
        return None
