"""What a model may say when it asks for a tool.

Nothing here names a customer, sets a price or grants a discount: who asks and what things cost is
never for a model to say. `min_price` and `max_price` only filter a search.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.models.memory import TraitKind

_Sku = Field(min_length=1, max_length=64)


class Arguments(BaseModel):
    """Of one tool. What is not asked for is refused, so that nobody believes it had an effect."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Nothing(Arguments):
    """None."""


class SearchFor(Arguments):
    """What to look for; prices in whole units of the brand's currency."""

    text: str = Field(default="", max_length=200)
    category: str | None = Field(default=None, max_length=64)
    colours: tuple[str, ...] = Field(default=(), max_length=5)
    sizes: tuple[str, ...] = Field(default=(), max_length=5)
    manufacturers: tuple[str, ...] = Field(default=(), max_length=5)
    min_price: int | None = Field(default=None, ge=0, le=10_000_000)
    max_price: int | None = Field(default=None, ge=0, le=10_000_000)
    sort: Literal["relevance", "price_asc", "price_desc", "newest", "popular"] = "relevance"


class Products(Arguments):
    """Which products."""

    product_ids: tuple[str, ...] = Field(min_length=1, max_length=4)


class Recommend(Arguments):
    """What kind of recommendation, near which product or category."""

    kind: Literal["similar", "bought_together", "for_you", "trending"]
    product_id: str | None = Field(default=None, max_length=64)
    category: str | None = Field(default=None, max_length=64)


class ShopQuestion(Arguments):
    """A question about the shop."""

    question: str = Field(min_length=1, max_length=300)


class CartLine(Arguments):
    """A SKU and how many."""

    sku: str = _Sku
    quantity: int = Field(ge=1, le=99)


class CartSku(Arguments):
    """A SKU in the cart."""

    sku: str = _Sku


class Code(Arguments):
    """A discount code that the shopper wrote."""

    code: str = Field(min_length=1, max_length=40)


class Order(Arguments):
    """Which order; none is the latest."""

    number: str | None = Field(default=None, pattern=r"^[A-Z]{2}-\d{4,12}$")


class Taste(Arguments):
    """Something that the shopper said about themselves."""

    kind: TraitKind
    value: str = Field(min_length=1, max_length=40)


class Remember(Taste):
    """Something they said they like or need, or, not wanted, don't want to be shown."""

    wanted: bool = True


class Forget(Taste):
    """Something they said is true no more."""
