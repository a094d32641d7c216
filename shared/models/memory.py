"""What is remembered of a customer."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from shared.models.money import Money
from shared.models.wire import WireModel

Word = Annotated[str, Field(min_length=1, max_length=100)]
Words = Annotated[tuple[Word, ...], Field(max_length=20)]
TraitKind = Literal["category", "manufacturer", "colour", "size", "feature"]
SignalKind = Literal["search", "view", "cart", "passing", "purchase", "stated", "support"]
"""`passing`: read by a model in what was written, noticed like what was done, not said to us."""


class Signal(WireModel):
    """One thing a shopper did or said that tells what they like."""

    kind: SignalKind
    at: datetime
    category: str | None = None
    manufacturer: str | None = None
    product_id: str | None = None
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    price: Money | None = None
    features: tuple[str, ...] = ()
    query: str | None = None
    satisfaction: float | None = None
    """0 to 1, of a support contact."""


class Affinity(WireModel):
    """How much a value is liked; the score halves every 30 days without a new signal."""

    value: str
    score: float
    at: datetime
    explicit: bool = False


class Trait(WireModel):
    """Something that can be liked or not: the size 42, the colour red, leather."""

    kind: TraitKind
    value: Word


class Correction(WireModel):
    """What is true of a shopper and what is not, in their own words; body of `PATCH /v1/memory`."""

    category: Word | None = None
    manufacturer: Word | None = None
    colours: Words = ()
    sizes: Words = ()
    features: Words = ()
    forget: Words = ()
    """`kind:value`, such as `colour:red`; kinds are category, manufacturer, colour, size, feature.
    A like and a dislike are forgotten alike; `size:*` forgets all sizes."""
    disliked: Words = ()
    """What is not wanted, as `kind:value`."""


KEPT_IN: Final[dict[TraitKind, str]] = {
    "size": "sizes",
    "colour": "colours",
    "manufacturer": "manufacturers",
    "category": "categories",
    "feature": "features",
}
"""Kind -> where `Preferences` keeps it; in the order in which a shopper is told."""


class Preferences(WireModel):
    """The part of a memory that the seller and the ranking use."""

    customer_id: str
    brand: str
    categories: tuple[Affinity, ...] = ()
    manufacturers: tuple[Affinity, ...] = ()
    colours: tuple[Affinity, ...] = ()
    sizes: tuple[Affinity, ...] = ()
    features: tuple[Affinity, ...] = ()
    disliked: tuple[Trait, ...] = ()
    """What the shopper said they don't want, newest last."""
    price_min: Money | None = None
    price_max: Money | None = None
    recent_products: tuple[str, ...] = ()
    recent_queries: tuple[str, ...] = ()
