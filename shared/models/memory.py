"""What is remembered of a customer."""

from datetime import datetime
from typing import Literal

from shared.models.money import Money
from shared.models.wire import WireModel

SignalKind = Literal["search", "view", "cart", "purchase", "stated", "support"]


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


class Preferences(WireModel):
    """The part of a memory that the seller and the ranking use."""

    customer_id: str
    brand: str
    categories: tuple[Affinity, ...] = ()
    manufacturers: tuple[Affinity, ...] = ()
    colours: tuple[Affinity, ...] = ()
    sizes: tuple[Affinity, ...] = ()
    price_min: Money | None = None
    price_max: Money | None = None
    recent_products: tuple[str, ...] = ()
    recent_queries: tuple[str, ...] = ()
