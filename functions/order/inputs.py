"""What happens to an order besides events: answers of providers and acts of the shop's people."""

from datetime import datetime
from typing import Literal

from shared.models.brand import Brand
from shared.models.money import Money
from shared.models.wire import WireModel


class Terms(WireModel):
    """What the brand promises, as far as orders are concerned."""

    return_days: int
    refund_limit: Money
    """A shopper's refund above this is decided by a person."""
    countries: tuple[str, ...]

    @classmethod
    def of(cls, brand: Brand) -> "Terms":
        """Return the terms in a brand's file."""
        return cls(
            return_days=brand.policies.returns.days,
            refund_limit=brand.escalation.refund_limit,
            countries=brand.policies.shipping.countries,
        )


class Placement(WireModel):
    """What is known beside the quote when an order is placed."""

    id: str
    number: str
    brand: str
    provider: str
    prices: dict[str, Money]
    """Unit price per SKU as the catalog has it now; a SKU that is gone is absent."""
    payment_seconds: int
    """How long its goods are held for a payment."""


class PaymentOpened(WireModel):
    """The provider opened an attempt."""

    attempt_id: str
    url: str


class PaymentClosed(WireModel):
    """The provider will take no money for an attempt any more."""

    attempt_id: str


class PaymentReported(WireModel):
    """A provider's signed word on an attempt."""

    attempt_id: str
    outcome: Literal["succeeded", "failed"]
    amount: Money


class RefundReported(WireModel):
    """The provider sent money back, or will not."""

    refund_id: str
    settled: bool


class ShipAsked(WireModel):
    """The shop hands a parcel to a carrier."""

    carrier: str
    tracking_number: str


class ShipmentTaken(WireModel):
    """The carrier took the parcel."""

    tracking_number: str
    tracking_url: str | None = None


class ShipmentDelivered(WireModel):
    """The parcel reached the shopper."""

    tracking_number: str | None = None
    """Absent = every parcel of the order."""
    at: datetime


class GoodsReceived(WireModel):
    """Returned goods are back in the shop."""

    return_id: str | None = None
    """Absent = every return announced."""


class ShopCancels(WireModel):
    """The shop cancels an order that has not left."""


class ShopRefunds(WireModel):
    """The shop gives money back."""

    amount: Money | None = None
    """Absent = all that is left."""
    reason: str = ""
