"""The `test` payment provider: a provider like any other, but no money moves.

It keeps its own books (`test_payments`, one document per attempt) and knows nothing of orders. A
shopper decides on its hosted page how a payment ends; the shop learns it by a signed webhook.
"""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

import pydantic
from starlette.datastructures import Headers

from functions.order.inputs import PaymentReported
from functions.order.providers import signatures
from functions.order.providers.payment import PaymentOrder, PaymentRefusedError, PaymentWord
from functions.order.state import PaymentAttempt, Refund
from shared.clock import now
from shared.errors import DependencyError, ProblemError
from shared.models.money import Money
from shared.models.wire import WireModel
from shared.settings import Settings
from shared.stores.store import Document, Store

if TYPE_CHECKING:
    import httpx

NAME: Final = "test"
BOOKS: Final = "test_payments"
SIGNATURE_HEADER: Final = "Test-Payments-Signature"
Outcome = Literal["succeeded", "failed"]
ENDED: Final = {"succeeded": "paid", "failed": "failed"}


class Notification(WireModel):
    """The webhook's body."""

    id: str
    type: Literal["payment.succeeded", "payment.failed"]
    attempt: str
    reference: str
    amount: Money


class TrialPayments:
    """See `PaymentProvider`."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    async def open(self, payment: PaymentOrder) -> str:
        """See `PaymentProvider.open`."""
        if not self._settings.payment_test_secret.get_secret_value():
            raise DependencyError("test payments (PAYMENT_TEST_SECRET is not set)")
        fresh: Document = {
            "_id": payment.attempt_id,
            "number": payment.number,
            "brand": payment.brand,
            "language": payment.language,
            "amount": payment.amount.model_dump(),
            "status": "open",
            "expires_at": payment.expires_at,
            "refunds": [],
            "refunded_minor": 0,
        }
        if not await self._store.insert(BOOKS, fresh):
            known = await self.book(payment.attempt_id)
            if known is None or known["status"] == "closed":
                raise PaymentRefusedError
        return f"{self._settings.public_url.rstrip('/')}/v1/payments/test/{payment.attempt_id}"

    async def close(self, attempt: PaymentAttempt) -> PaymentReported | None:
        """See `PaymentProvider.close`; an attempt not opened yet will not be."""
        tombstone = {"_id": attempt.id, "status": "closed"}
        if await self._store.insert(BOOKS, tombstone):
            return None
        unpaid = {"_id": attempt.id, "status": {"$ne": "paid"}}
        if await self._store.update(BOOKS, unpaid, {"$set": {"status": "closed"}}):
            return None
        return await self.word_on(attempt.id)

    async def refund(self, refund: Refund) -> bool:
        """See `PaymentProvider.refund`; never more than was paid, each refund once."""
        book = await self.book(refund.attempt_id)
        if book is None or book["status"] != "paid":
            return False
        minor = refund.amount.amount_minor
        room = Money.model_validate(book["amount"]).amount_minor - minor
        written = await self._store.update(
            BOOKS,
            {"_id": book["_id"], "refunds": {"$ne": refund.id}, "refunded_minor": {"$lte": room}},
            {"$push": {"refunds": refund.id}, "$inc": {"refunded_minor": minor}},
        )
        if written is not None:
            return True
        current = await self.book(refund.attempt_id)
        return current is not None and refund.id in current["refunds"]

    async def word_on(self, attempt_id: str) -> PaymentReported | None:
        """See `PaymentProvider.word_on`."""
        book = await self.book(attempt_id)
        outcomes: dict[str, Outcome] = {"paid": "succeeded", "failed": "failed"}
        if book is None or book["status"] not in outcomes:
            return None
        return PaymentReported(
            attempt_id=attempt_id,
            outcome=outcomes[book["status"]],
            amount=Money.model_validate(book["amount"]),
        )

    def read_webhook(self, headers: Headers, body: bytes, now: datetime) -> PaymentWord:
        """See `PaymentProvider.read_webhook`."""
        given = headers.get(SIGNATURE_HEADER, "")
        signatures.check(given, self._settings.payment_test_secret, body, now)
        try:
            told = Notification.model_validate_json(body)
        except pydantic.ValidationError as error:
            raise ProblemError(400, "Invalid request", "Not a notification we know.") from error
        return PaymentWord(
            number=told.reference,
            report=PaymentReported(
                attempt_id=told.attempt,
                outcome="succeeded" if told.type == "payment.succeeded" else "failed",
                amount=told.amount,
            ),
        )

    async def book(self, attempt_id: str) -> Document | None:
        """Return what is kept of an attempt that was opened."""
        return await self._store.get(BOOKS, attempt_id)

    async def end(self, attempt_id: str, outcome: Outcome, at: datetime) -> Document | None:
        """End an open attempt as the shopper chose; return its book as it is now."""
        await self._store.update(
            BOOKS,
            {"_id": attempt_id, "status": "open", "expires_at": {"$gt": at}},
            {"$set": {"status": ENDED[outcome], "ended_at": at}},
        )
        return await self.book(attempt_id)

    async def notify(self, book: Document, client: "httpx.AsyncClient") -> bool:
        """Send the webhook for an attempt that ended; False if the shop did not take it."""
        import httpx

        paid = book["status"] == "paid"
        told = Notification(
            id=f"{book['_id']}-{book['status']}",
            type="payment.succeeded" if paid else "payment.failed",
            attempt=book["_id"],
            reference=book["number"],
            amount=Money.model_validate(book["amount"]),
        )
        body = json.dumps(told.wire()).encode()
        signature = signatures.sign(self._settings.payment_test_secret, body, now())
        headers = {"Content-Type": "application/json", SIGNATURE_HEADER: signature}
        service = self._settings.service_url.format(service="order-processor").rstrip("/")
        url = f"{service}/v1/payments/webhook/{NAME}"
        try:
            answer: Any = await client.post(url, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return bool(answer.is_success)
