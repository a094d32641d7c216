"""Orders over HTTP for those who placed them: `/v1/orders`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from functions.order.events_in import place
from functions.order.payment_page import HEADERS
from functions.order.receipt import receipt_key
from functions.order.records import PAGE, Recorded, numbered, orders_of
from functions.order.refusals import body_of, refused
from functions.order.view import view
from functions.order.work import Work
from shared.brands import brands
from shared.caller import shopper_of
from shared.clock import now
from shared.conversation.state import conversation_key
from shared.errors import ProblemError
from shared.events.orders import OrderCreate
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, require_admin, rest_delivery
from shared.quotes import SignedQuote, is_genuine


class Placed(SignedQuote):
    """A quote as the cart answered it, to be ordered."""

    language: str | None = Field(default=None, max_length=5)


@dataclass(frozen=True)
class ShopperApi:
    """The endpoints, with what they reach outside."""

    work: Work

    def routes(self) -> Sequence[Route]:
        """Return what the gateway may reach."""
        one = "/v1/orders/{number}"
        return [
            Route("/v1/orders", self.list, methods=["GET"]),
            Route("/v1/orders", self.create, methods=["POST"]),
            Route(one, self.show, methods=["GET"]),
            Route(f"{one}/items", self.items, methods=["GET"]),
            Route(f"{one}/invoice", self.invoice, methods=["GET"]),
        ]

    async def list(self, request: Request) -> Response:
        """Return the shopper's orders, newest first."""
        store = ports_of(request).store
        shopper = await shopper_of(request, store, now())
        found = await orders_of(
            store,
            shopper.customer_id,
            brand=request.query_params.get("brand"),
            before=cursor_of(request),
            limit=PAGE + 1,
        )
        page = found[:PAGE]
        body: dict[str, Any] = {"orders": [view(one).wire() for one in page]}
        if len(found) > PAGE:
            body["next"] = page[-1].placed_at.isoformat()
        return shopper.remembered(JSONResponse(body))

    async def create(self, request: Request) -> Response:
        """Order a quote exactly as the cart answered it."""
        ports = ports_of(request)
        shopper = await shopper_of(request, ports.store, now())
        quote = await read_body(request, Placed)
        if not is_genuine(quote, ports.signing_key) or quote.customer_id != shopper.customer_id:
            raise refused("invalid")
        brand = brands().get(quote.brand)
        if brand is None:
            raise refused("invalid")
        delivery = rest_delivery(
            request, caller=shopper.customer_id, operation="orders.create", brand=brand.id
        )
        order = OrderCreate.model_validate(
            {
                "conversation": conversation_key(brand.id, "web", shopper.customer_id),
                "customer_id": shopper.customer_id,
                "language": quote.language or brand.language,
                "quote": quote,
            }
        )

        async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
            return 201, body_of((await place(order, acting, step="place")).result)

        return shopper.remembered(await change(request, delivery, act))

    async def show(self, request: Request) -> Response:
        """Return one order to its customer, or to an admin."""
        found, _ = await own_order(request)
        return JSONResponse(view(found.state).wire())

    async def items(self, request: Request) -> Response:
        """Return what an order is of, and what it comes to."""
        found, _ = await own_order(request)
        shown = view(found.state).wire()
        return JSONResponse({name: shown[name] for name in ("number", "lineItems", "totals")})

    async def invoice(self, request: Request) -> Response:
        """Return the receipt of a paid order."""
        found, _ = await own_order(request)
        if found.state.confirmed_at is None:
            raise ProblemError(409, "Not possible", "The order is not paid.")
        text = await self.work.outside.documents.get(receipt_key(found.state))
        if text is None:
            text = await self.work.store_receipt(found.state)
        return HTMLResponse(text, headers=HEADERS)


def cursor_of(request: Request) -> datetime | None:
    """Return where a page of orders goes on.

    Raises:
        ProblemError: 400 if the cursor is not one of ours.
    """
    given = request.query_params.get("after")
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given.replace(" ", "+"))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ProblemError(400, "Invalid request", "after is the next of the last page.") from error


async def own_order(request: Request) -> tuple[Recorded, str]:
    """Return the order in the path and who calls.

    Raises:
        ProblemError: 404; somebody else's order is not found either.
    """
    store = ports_of(request).store
    found = await numbered(store, request.path_params["number"].upper())
    if request.headers.get("authorization"):
        caller = require_admin(request)
    else:
        caller = (await shopper_of(request, store, now())).customer_id
        if found is not None and found.state.customer_id != caller:
            found = None
    if found is None:
        raise refused("not_found")
    return found, caller
