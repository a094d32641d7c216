"""What an order needs of a payment provider."""

from datetime import datetime
from typing import Protocol

from starlette.datastructures import Headers

from functions.order.inputs import PaymentReported
from functions.order.state import PaymentAttempt, Refund
from shared.models.money import Money
from shared.models.wire import WireModel


class PaymentOrder(WireModel):
    """What is to be paid. `attempt_id` is the idempotency key at the provider."""

    attempt_id: str
    number: str
    brand: str
    language: str
    amount: Money
    expires_at: datetime


class PaymentWord(WireModel):
    """What a provider says of an attempt, once its signature is checked."""

    number: str
    report: PaymentReported


class PaymentRefusedError(Exception):
    """The provider will not open an attempt (any more)."""


class PaymentProvider(Protocol):
    """A payment provider. Every call may be repeated and then does nothing more."""

    async def open(self, payment: PaymentOrder) -> str:
        """Open an attempt and return where the shopper pays.

        Raises:
            PaymentRefusedError: the attempt was closed before.
            DependencyError: the provider does not answer.
        """
        ...

    async def close(self, attempt: PaymentAttempt) -> PaymentReported | None:
        """Take no money for an attempt any more; return its success if it was paid already."""
        ...

    async def refund(self, refund: Refund) -> bool:
        """Send money back; False if the provider refuses for good."""
        ...

    async def word_on(self, attempt_id: str) -> PaymentReported | None:
        """Return what became of an attempt, None while it is open."""
        ...

    def read_webhook(self, headers: Headers, body: bytes, now: datetime) -> PaymentWord:
        """Return what a webhook says.

        Raises:
            ProblemError: 401 if it is not the provider's, 400 if it says nothing we know.
        """
        ...
