"""Work outside the ledger: asks providers and carriers, and records what they answered.

Each handler reads the record, asks under a lease, then applies the answer. Done twice it asks
twice, with the same idempotency key, and records once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from functions.order.applying import apply_rule
from functions.order.decide import OrderInput, decide
from functions.order.inputs import (
    PaymentClosed,
    PaymentOpened,
    PaymentReported,
    RefundReported,
)
from functions.order.lease import leased
from functions.order.outside import Outside, carrier_named, payment_provider
from functions.order.providers.payment import (
    PaymentOrder,
    PaymentProvider,
    PaymentRefusedError,
)
from functions.order.receipt import MEDIA_TYPE, receipt, receipt_key
from functions.order.records import Recorded, numbered
from functions.order.state import OrderState, PaymentAttempt
from shared.brands import brands
from shared.errors import InvalidEventError
from shared.events.event import Event
from shared.events.orders import OrderReceiptRequested, OrderShipmentRequested
from shared.events.payments import (
    PaymentCheckDue,
    PaymentCloseRequested,
    PaymentOpenRequested,
    RefundRequested,
)
from shared.function.delivery import Delivery
from shared.models.order import OrderStatus

TAKEN: Final = frozenset({"succeeded", "invalid"})


@dataclass(frozen=True)
class Work:
    """The handlers, with what they reach outside."""

    outside: Outside

    def handlers(self) -> dict[type[Event], Callable[[Any, Delivery], Any]]:
        """Return the handler of each command."""
        return {
            PaymentOpenRequested: self.open_payment,
            PaymentCloseRequested: self.close_payment,
            PaymentCheckDue: self.check_payment,
            RefundRequested: self.send_back,
            OrderShipmentRequested: self.give_to_carrier,
            OrderReceiptRequested: self.write_receipt,
        }

    async def open_payment(self, event: PaymentOpenRequested, delivery: Delivery) -> None:
        """Open an attempt with its provider."""
        found = await _existing(delivery, event.number)
        attempt = _attempt(found, event.attempt_id)
        if attempt.status != "opening":
            return
        provider = _provider(attempt.provider, delivery)
        order = PaymentOrder(
            attempt_id=attempt.id,
            number=found.state.number,
            brand=found.state.brand,
            language=found.state.language,
            amount=attempt.amount,
            expires_at=attempt.expires_at,
        )
        async with leased(delivery, found.key):
            try:
                url = await provider.open(order)
            except PaymentRefusedError:
                answer: OrderInput = PaymentReported(
                    attempt_id=attempt.id, outcome="failed", amount=attempt.amount
                )
            else:
                answer = PaymentOpened(attempt_id=attempt.id, url=url)
        await _record(delivery, found.key, answer)

    async def close_payment(self, event: PaymentCloseRequested, delivery: Delivery) -> None:
        """Let a provider take no money for an attempt any more; it may say that it has."""
        found = await _existing(delivery, event.number)
        attempt = _attempt(found, event.attempt_id)
        if attempt.status in TAKEN:
            return
        provider = _provider(attempt.provider, delivery)
        async with leased(delivery, found.key):
            paid = await provider.close(attempt)
        await _record(delivery, found.key, paid or PaymentClosed(attempt_id=attempt.id))

    async def check_payment(self, event: PaymentCheckDue, delivery: Delivery) -> None:
        """Ask what became of an attempt whose webhook may be lost."""
        found = await _existing(delivery, event.number)
        attempt = _attempt(found, event.attempt_id)
        told = await _provider(attempt.provider, delivery).word_on(attempt.id)
        if told is not None:
            await _record(delivery, found.key, told)

    async def send_back(self, event: RefundRequested, delivery: Delivery) -> None:
        """Send money back."""
        found = await _existing(delivery, event.number)
        refund = next((one for one in found.state.refunds if one.id == event.refund_id), None)
        if refund is None:
            raise InvalidEventError("no such refund")
        if refund.status == "settled":
            return
        async with leased(delivery, found.key):
            settled = await _provider(refund.provider, delivery).refund(refund)
        await _record(delivery, found.key, RefundReported(refund_id=refund.id, settled=settled))

    async def give_to_carrier(self, event: OrderShipmentRequested, delivery: Delivery) -> None:
        """Give a parcel to its carrier, if that was not done at once."""
        found = await _existing(delivery, event.number)
        await take_parcel(delivery, found)

    async def write_receipt(self, event: OrderReceiptRequested, delivery: Delivery) -> None:
        """Write a paid order's receipt into the object store."""
        found = await _existing(delivery, event.number)
        await self.store_receipt(found.state)

    async def store_receipt(self, state: OrderState) -> str:
        """Write the receipt and return it."""
        brand = brands().get(state.brand)
        text = receipt(state, brand.name if brand else state.brand)
        await self.outside.documents.put(receipt_key(state), text, MEDIA_TYPE)
        return text


async def take_parcel(
    delivery: Delivery, found: Recorded, *, actor: str = "system", action: str = ""
) -> None:
    """Give the order's parcel to its carrier and record that it took it."""
    state = found.state
    if state.status is not OrderStatus.PROCESSING or state.shipping is None:
        return
    async with leased(delivery, found.key):
        taken = await carrier_named(state.shipping.carrier).take(state)
    await apply_rule(
        delivery,
        found.key,
        lambda now_state: decide(now_state, taken, delivery.now),
        actor=actor,
        action=action,
    )


async def _existing(delivery: Delivery, number: str) -> Recorded:
    found = await numbered(delivery.store, number)
    if found is None:
        raise InvalidEventError("no such order")
    return found


def _attempt(found: Recorded, attempt_id: str) -> PaymentAttempt:
    attempt = found.state.attempt(attempt_id)
    if attempt is None:
        raise InvalidEventError("no such payment attempt")
    return attempt


def _provider(name: str, delivery: Delivery) -> PaymentProvider:
    provider = payment_provider(name, delivery.store)
    if provider is None:
        raise InvalidEventError(f"no payment provider {name}")
    return provider


async def _record(delivery: Delivery, key: str, answer: OrderInput) -> None:
    await apply_rule(delivery, key, lambda state: decide(state, answer, delivery.now))
