"""Products as the catalog keeps and shows them."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.models.money import Money
from shared.models.wire import Text, WireModel

AttributeValue = str | int | float | bool
ReasonKind = Literal[
    "category",
    "manufacturer",
    "colour",
    "size",
    "feature",
    "price",
    "popular",
    "trending",
    "similar",
    "bought_together",
]
"""The first six are tastes of the shopper's, remembered."""


class Media(WireModel):
    """One picture of a product.

    Attributes:
        url: where browsers find it; a path is below the shop's own address. WhatsApp shows only
            JPEG or PNG of up to 5 MB at an absolute https address.
    """

    url: str
    alt: str = ""


class Option(WireModel):
    """What a shopper chooses among: `size`, `colour`, `storage`, in display order."""

    name: str
    values: tuple[str, ...]


class Variant(WireModel):
    """One thing that can be bought."""

    sku: str = Field(min_length=1, max_length=64)
    options: dict[str, str] = {}
    price: Money
    compare_at: Money | None = None
    """The price before a reduction, shown struck through."""
    stock: int = Field(default=0, ge=0)
    """Pieces that can be sold now, holds already taken off."""


class Product(WireModel):
    """A product with its variants; prices and stock are per variant."""

    id: str = Field(min_length=1, max_length=64)
    brand: str
    category: str
    title: Text
    description: Text = {}
    manufacturer: str = ""
    gender: str | None = None
    """`women`, `men`, `kids` or `unisex`, where it matters."""
    attributes: dict[str, AttributeValue] = {}
    options: tuple[Option, ...] = ()
    variants: tuple[Variant, ...] = Field(min_length=1)
    media: tuple[Media, ...] = ()
    tags: tuple[str, ...] = ()
    popularity: int = 0
    """Higher sells more; breaks ties in ranking."""
    deleted: bool = False
    updated_at: datetime | None = None


class Reason(WireModel):
    """One thing that moved a product up in a list, as the catalog weighed it."""

    kind: ReasonKind
    value: str = ""
    """The taste it meets, as it is remembered: `red`, `42`, `Velora`."""
    stated: bool = False
    """The shopper said so; otherwise it was noticed."""


class ProductCard(WireModel):
    """A product as an answer shows it, already in the shopper's language."""

    product_id: str
    sku: str | None = None
    title: str
    description: str = ""
    price: Money
    """The lowest price among the variants shown."""
    compare_at: Money | None = None
    options: dict[str, tuple[str, ...]] = {}
    """Values in stock per option name."""
    image_url: str | None = None
    in_stock: bool = True
    reasons: tuple[Reason, ...] = ()
    note: str | None = None
    """Why it is shown, in a few words of the seller's; where a channel has room for it."""

    @property
    def action_id(self) -> str:
        """Id that a tap on the card carries, where the answer names no action for it."""
        return f"pick:{self.product_id}"
