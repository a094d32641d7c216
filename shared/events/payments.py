"""Events of payments and refunds."""

from typing import ClassVar

from shared.events.event import Event
from shared.models.money import Money
from shared.models.order import OrderView


class PaymentOpenRequested(Event):
    """A payment attempt must be opened with its provider; repeated, it is opened once."""

    type: ClassVar[str] = "store.payment.open.request"
    to: ClassVar[str | None] = "order-processor"

    number: str
    attempt_id: str


class PaymentCloseRequested(Event):
    """A provider must take no money for an attempt any more."""

    type: ClassVar[str] = "store.payment.close.request"
    to: ClassVar[str | None] = "order-processor"

    number: str
    attempt_id: str


class PaymentCheckDue(Event):
    """Time to ask a provider what became of an attempt, should its webhook have been lost."""

    type: ClassVar[str] = "store.payment.check.due"
    to: ClassVar[str | None] = "order-processor"

    number: str
    attempt_id: str


class PaymentRequested(Event):
    """A payment attempt was opened with a provider."""

    type: ClassVar[str] = "store.payment.requested"

    number: str
    attempt_id: str
    provider: str
    amount: Money


class PaymentSucceeded(Event):
    """A provider took the money."""

    type: ClassVar[str] = "store.payment.succeeded"

    number: str
    attempt_id: str
    provider: str
    amount: Money


class PaymentFailed(Event):
    """A provider could not take the money; the shopper may try again."""

    type: ClassVar[str] = "store.payment.failed"
    to: ClassVar[str | None] = "seller"

    number: str
    attempt_id: str
    provider: str
    conversation: str | None = None
    customer_id: str
    order: OrderView


class RefundRequested(Event):
    """Money must go back through the provider; repeated, it goes back once."""

    type: ClassVar[str] = "store.payment.refund.request"
    to: ClassVar[str | None] = "order-processor"

    number: str
    refund_id: str
    attempt_id: str
    provider: str
    amount: Money
    reason: str
