"""What a line of a cart or an order tells of a shopper's tastes. Pure."""

from datetime import datetime
from typing import Literal

from shared.models.cart import LineItem
from shared.models.memory import Signal


def item_signal(kind: Literal["cart", "purchase"], item: LineItem, at: datetime) -> Signal:
    """Return the signal of a line: its product, colour, size and unit price."""
    return Signal(
        kind=kind,
        at=at,
        product_id=item.product_id,
        colours=_option(item, "colour"),
        sizes=_option(item, "size"),
        price=item.unit_price,
    )


def _option(item: LineItem, name: str) -> tuple[str, ...]:
    return (item.options[name],) if name in item.options else ()
