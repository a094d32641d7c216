"""What providers and carriers tell, and the hosted page of the `test` provider."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from functions.order.applying import apply_rule
from functions.order.decide import decide
from functions.order.inputs import ShipmentDelivered
from functions.order.outside import Outside, carrier_named, payment_provider
from functions.order.payment_page import HEADERS, payment_page, status_of, unknown_page
from functions.order.providers.trial import NAME, Outcome, TrialPayments
from functions.order.records import Recorded, numbered
from functions.order.work import take_parcel
from shared.brands import brands
from shared.clock import now
from shared.errors import ProblemError
from shared.events.payments import PaymentCheckDue
from shared.function.decision import Emit
from shared.function.rest import ports_of, rest_delivery
from shared.log import log
from shared.settings import settings
from shared.stores.store import Document

CHECK_AFTER: Final = timedelta(seconds=10)
"""When the shop asks the provider itself, should the webhook not have come through."""
PAUSES_SECONDS: Final = (0.0, 0.2, 0.8)
BODY_LIMIT_BYTES: Final = 100_000
OUTCOMES: Final[dict[str, Outcome]] = {"succeeded": "succeeded", "failed": "failed"}


@dataclass(frozen=True)
class Webhooks:
    """The endpoints, with what they reach outside."""

    outside: Outside

    def routes(self) -> Sequence[Route]:
        """Return what the gateway may reach."""
        page = "/v1/payments/test/{attempt_id}"
        return [
            Route("/v1/payments/webhook/{provider}", self.payment, methods=["POST"]),
            Route("/v1/shipments/webhook/{carrier}", self.shipment, methods=["POST"]),
            Route(page, self.show_page, methods=["GET"]),
            Route(page, self.use_page, methods=["POST"]),
        ]

    async def payment(self, request: Request) -> Response:
        """Take a provider's word on an attempt."""
        name = request.path_params["provider"]
        provider = payment_provider(name, ports_of(request).store)
        if provider is None:
            raise ProblemError(404, "Not found", "There is no such payment provider.")
        word = provider.read_webhook(request.headers, await _body(request), now())
        found = await _order(request, word.number)
        delivery = rest_delivery(
            request, caller=name, operation="payments.webhook", brand=found.state.brand
        )
        applied = await apply_rule(
            delivery, found.key, lambda state: decide(state, word.report, delivery.now)
        )
        if applied.result and "refusal" in applied.result:
            raise ProblemError(404, "Not found", "The order has no such payment attempt.")
        return Response(status_code=204)

    async def shipment(self, request: Request) -> Response:
        """Take a carrier's tracking event."""
        name = request.path_params["carrier"]
        word = carrier_named(name).read_webhook(request.headers, await _body(request), now())
        found = await _order(request, word.order_number)
        delivery = rest_delivery(
            request, caller=name, operation="shipments.webhook", brand=found.state.brand
        )
        if word.status != "delivered":
            await take_parcel(delivery, found)
            return Response(status_code=204)
        delivered = ShipmentDelivered(tracking_number=word.tracking_number, at=word.at)
        applied = await apply_rule(
            delivery, found.key, lambda state: decide(state, delivered, delivery.now)
        )
        if applied.result and "refusal" in applied.result:
            raise ProblemError(409, "Not possible", str(applied.result["refusal"]))
        return Response(status_code=204)

    async def show_page(self, request: Request) -> Response:
        """Show an attempt of the `test` provider."""
        book = await _books(request).book(request.path_params["attempt_id"])
        return _page(book, 200)

    async def use_page(self, request: Request) -> Response:
        """End an attempt as the shopper chose, and let the shop know by the signed webhook."""
        books, attempt_id = _books(request), request.path_params["attempt_id"]
        chosen = parse_qs((await _body(request)).decode(errors="replace")).get("outcome", [""])[0]
        outcome = OUTCOMES.get(chosen)
        if outcome is None:
            raise ProblemError(400, "Invalid request", "outcome is succeeded or failed.")
        book = await books.book(attempt_id)
        if book is None or "number" not in book:
            return _page(None, 404)
        await self._check_later(request, book)
        book = await books.end(attempt_id, outcome, now()) or book
        if book["status"] in {"paid", "failed"}:
            await self._notify(books, book)
        wanted = {"succeeded": "paid", "failed": "failed"}[outcome]
        return _page(book, 200 if book["status"] == wanted else 409)

    async def _notify(self, books: TrialPayments, book: Document) -> None:
        for pause in PAUSES_SECONDS:
            await asyncio.sleep(pause)
            if await books.notify(book, self.outside.http()):
                return
        log().warning("payment.webhook_not_taken", provider=NAME, attempt_id=book["_id"])

    async def _check_later(self, request: Request, book: Document) -> None:
        delivery = rest_delivery(
            request, caller=NAME, operation="payments.page", brand=book["brand"]
        )
        check = PaymentCheckDue(number=book["number"], attempt_id=book["_id"])
        due = delivery.now + CHECK_AFTER
        await delivery.publish(
            Emit(check, book["number"], not_before=due, timer=f"payment-check-{book['_id']}")
        )


def _books(request: Request) -> TrialPayments:
    return TrialPayments(ports_of(request).store, settings())


def _page(book: Document | None, status: int) -> Response:
    if book is None or "number" not in book:
        return HTMLResponse(unknown_page(), status_code=404, headers=HEADERS)
    brand = brands().get(book["brand"])
    text = payment_page(book, brand.name if brand else book["brand"], now())
    gone = status_of(book, now()) in {"expired", "closed"} and status == 200  # noqa: PLR2004
    return HTMLResponse(text, status_code=410 if gone else status, headers=HEADERS)


async def _order(request: Request, number: str) -> Recorded:
    found = await numbered(ports_of(request).store, number)
    if found is None:
        raise ProblemError(404, "Not found", "There is no such order.")
    return found


async def _body(request: Request) -> bytes:
    body = await request.body()
    if len(body) > BODY_LIMIT_BYTES:
        raise ProblemError(413, "Too large", f"At most {BODY_LIMIT_BYTES} bytes.")
    return body
