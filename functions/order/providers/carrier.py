"""Carriers: who takes a parcel and says what became of it."""

from datetime import datetime
from typing import Final, Literal, Protocol

import pydantic
from starlette.datastructures import Headers

from functions.order.inputs import ShipmentTaken
from functions.order.providers import signatures
from functions.order.state import OrderState
from shared.errors import ProblemError
from shared.models.wire import WireModel
from shared.settings import Settings

SIGNATURE_HEADER: Final = "Carrier-Signature"


class CarrierWord(WireModel):
    """A tracking event."""

    order_number: str
    tracking_number: str
    status: Literal["taken", "in_transit", "delivered"]
    at: datetime


class Carrier(Protocol):
    """A carrier. Every call may be repeated and then does nothing more."""

    async def take(self, order: OrderState) -> ShipmentTaken:
        """Give the order's parcel to the carrier.

        Raises:
            DependencyError: the carrier does not answer.
        """
        ...

    def read_webhook(self, headers: Headers, body: bytes, now: datetime) -> CarrierWord:
        """Return what a webhook says.

        Raises:
            ProblemError: 401 if it is not the carrier's, 400 if it says nothing we know.
        """
        ...


class ManualCarrier:
    """A person took the parcel to a carrier and typed its tracking number."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def take(self, order: OrderState) -> ShipmentTaken:
        """See `Carrier.take`: the parcel is with the carrier already."""
        number = order.shipping.tracking_number if order.shipping else ""
        return ShipmentTaken(tracking_number=number)

    def read_webhook(self, headers: Headers, body: bytes, now: datetime) -> CarrierWord:
        """See `Carrier.read_webhook`."""
        given = headers.get(SIGNATURE_HEADER, "")
        signatures.check(given, self._settings.carrier_webhook_secret, body, now)
        try:
            return CarrierWord.model_validate_json(body)
        except pydantic.ValidationError as error:
            raise ProblemError(400, "Invalid request", "Not a tracking event.") from error
