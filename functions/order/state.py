"""An order as recorded: everything the saga, the payments and the parcels need to know."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from shared.events.event import ReplyTo
from shared.models.cart import Address, LineItem, Quote
from shared.models.money import Money, zero
from shared.models.order import OrderStatus, Shipment
from shared.models.wire import WireModel

AttemptStatus = Literal["opening", "open", "closing", "closed", "failed", "succeeded", "invalid"]
LIVE: tuple[AttemptStatus, ...] = ("opening", "open", "closing")
"""Attempts that may still bring money."""

StockHold = Literal["none", "requested", "held", "short", "sold", "released", "restocked"]
CodeClaim = Literal["none", "requested", "claimed", "refused", "released"]
CancelReason = Literal["shopper", "not_paid_in_time", "payment_failed", "shop"]
RejectReason = Literal["quote_expired", "quote_changed", "sold_out", "code_refused", "invalid"]


class PaymentAttempt(WireModel):
    """One try at paying. Its id is the provider's idempotency key and unguessable."""

    id: str
    provider: str
    amount: Money
    status: AttemptStatus = "opening"
    url: str | None = None
    expires_at: datetime
    received: Money | None = None
    """What the provider took; differs from `amount` only when `invalid`."""


class Refund(WireModel):
    """Money on its way back."""

    id: str
    attempt_id: str
    provider: str
    amount: Money
    reason: str
    status: Literal["requested", "settled", "failed"] = "requested"
    return_id: str | None = None


class Return(WireModel):
    """Goods that come back; restocked and refunded when they are here."""

    id: str
    skus: tuple[str, ...]
    reason: str = ""
    status: Literal["announced", "received"] = "announced"
    announced_at: datetime


class Shipping(WireModel):
    """A parcel given to a carrier, set before the carrier is called."""

    carrier: str
    tracking_number: str


class OrderState(WireModel):
    """One order. `id` derives from the quote, so that one quote makes one order."""

    id: str
    number: str
    brand: str
    customer_id: str
    conversation: str | None = None
    reply_to: ReplyTo | None = None
    """The tool call that waits for the order to be placed; empty once answered."""
    language: str
    quote: Quote
    address: Address
    provider: str
    status: OrderStatus
    reject_reason: RejectReason | None = None
    short: tuple[LineItem, ...] = ()
    hold: StockHold = "none"
    claim: CodeClaim = "none"
    attempts: tuple[PaymentAttempt, ...] = ()
    paid_by: str | None = None
    """The attempt that confirmed the order."""
    waiting_for_link: tuple[ReplyTo, ...] = ()
    """Tool calls that asked to pay again and wait for the new link."""
    pay_again: bool = False
    """A new attempt opens as soon as the live one is closed at the provider."""
    expiring: bool = False
    """The time for paying is over; the order ends when its attempt is closed."""
    refunds: tuple[Refund, ...] = ()
    returns: tuple[Return, ...] = ()
    shipping: Shipping | None = None
    shipments: tuple[Shipment, ...] = ()
    cancel_reason: CancelReason | None = None
    flags: tuple[str, ...] = ()
    """What a person should look at: `payment_mismatch`, `refund_failed`, `stock_missing`."""
    reserve_by: datetime
    payment_seconds: int = 900
    """How long its goods are held for a payment, once held."""
    payment_expires_at: datetime | None = None
    placed_at: datetime
    confirmed_at: datetime | None = None
    delivered_at: datetime | None = None
    updated_at: datetime
    erased: bool = False
    """Nothing personal is left in it: its customer asked to be forgotten."""

    @property
    def currency(self) -> str:
        """Currency of the order."""
        return self.quote.totals.total.currency

    @property
    def unpaid(self) -> bool:
        """Whether the order still waits for its stock or its payment."""
        return self.status in {OrderStatus.RESERVING, OrderStatus.PENDING_PAYMENT}

    @property
    def live_attempt(self) -> PaymentAttempt | None:
        """The attempt that may still bring money; there is at most one."""
        return next((one for one in self.attempts if one.status in LIVE), None)

    def attempt(self, attempt_id: str) -> PaymentAttempt | None:
        """Return the attempt with this id."""
        return next((one for one in self.attempts if one.id == attempt_id), None)

    def with_attempt(self, changed: PaymentAttempt) -> "OrderState":
        """Return the state with one attempt replaced."""
        attempts = tuple(changed if one.id == changed.id else one for one in self.attempts)
        return self.model_copy(update={"attempts": attempts})


def received(state: OrderState) -> Money:
    """Return all that was paid in the order's currency, whatever went back."""
    amounts = (one.received for one in state.attempts)
    return _sum(state, (one for one in amounts if one and one.currency == state.currency))


def refunded(state: OrderState, *, settled_only: bool) -> Money:
    """Return what went back, or is on its way, in the order's currency."""
    counted = {"settled"} if settled_only else {"settled", "requested"}
    amounts = (one.amount for one in state.refunds if one.status in counted)
    return _sum(state, (one for one in amounts if one.currency == state.currency))


def refundable(state: OrderState) -> Money:
    """Return what the payment that confirmed the order still holds."""
    attempt = state.attempt(state.paid_by or "")
    if attempt is None or attempt.received is None:
        return zero(state.currency)
    gone = sum(
        one.amount.amount_minor
        for one in state.refunds
        if one.attempt_id == attempt.id and one.status != "failed"
    )
    return Money(
        amount_minor=attempt.received.amount_minor - gone, currency=attempt.received.currency
    )


def _sum(state: OrderState, amounts: Iterable[Money]) -> Money:
    total = zero(state.currency)
    for amount in amounts:
        total = total.plus(amount)
    return total
