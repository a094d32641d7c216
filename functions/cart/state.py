"""What is stored of a cart: what the shopper chose, not what it costs now."""

from datetime import datetime
from typing import Final

from pydantic import Field

from shared.function.ledger import RecordKind
from shared.models.cart import MAX_QUANTITY, Address
from shared.models.money import Money
from shared.models.wire import WireModel


class CartLine(WireModel):
    """Pieces of one SKU, with the title and unit price the shopper was last shown."""

    sku: str
    product_id: str
    title: str
    quantity: int = Field(ge=1, le=MAX_QUANTITY)
    price: Money


class CartState(WireModel):
    """One customer's cart of one brand."""

    id: str
    brand: str
    customer_id: str
    version: int = 0
    """Counts the changes of lines and codes; prices that drift do not change it."""
    lines: tuple[CartLine, ...] = ()
    codes: tuple[str, ...] = ()
    language: str = "en"
    """The shopper's, when the cart was last touched."""
    address: Address | None = None
    """Of the last quote."""
    delivery_id: str | None = None
    """Of the last quote."""
    merged_sources: tuple[str, ...] = ()
    """Carts whose lines came in already."""
    ordered: tuple[str, ...] = ()
    """Orders whose lines were taken out already."""
    created_at: datetime
    updated_at: datetime

    def line(self, sku: str | None) -> CartLine | None:
        """Return the line of `sku`, if there is one."""
        return next((line for line in self.lines if line.sku == sku), None)

    def with_line(self, new: CartLine) -> "CartState":
        """Return the cart with `new` in place of its SKU's line, or as the last one."""
        if self.line(new.sku) is None:
            return self.model_copy(update={"lines": (*self.lines, new)})
        lines = tuple(new if line.sku == new.sku else line for line in self.lines)
        return self.model_copy(update={"lines": lines})

    def without(self, sku: str) -> "CartState":
        """Return the cart without the line of `sku`."""
        lines = tuple(line for line in self.lines if line.sku != sku)
        return self.model_copy(update={"lines": lines})


def cart_id(brand: str, customer_id: str) -> str:
    """Return the record id of a customer's cart of one brand."""
    return f"{brand}|{customer_id}"


def open_cart(brand: str, customer_id: str, now: datetime) -> CartState:
    """Return an empty cart."""
    return CartState(
        id=cart_id(brand, customer_id),
        brand=brand,
        customer_id=customer_id,
        created_at=now,
        updated_at=now,
    )


CARTS: Final = RecordKind("carts", CartState)
