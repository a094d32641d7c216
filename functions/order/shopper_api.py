"""Orders over HTTP for those who placed them: `/v1/orders`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from functions.order.applying import apply_rule
from functions.order.decide import decide, decide_request
from functions.order.events_in import place
from functions.order.inputs import ShopRefunds, Terms
from functions.order.payment_page import HEADERS
from functions.order.receipt import receipt_key
from functions.order.records import PAGE, Recorded, numbered, orders_of
from functions.order.refusals import body_of, refused
from functions.order.view import view
from functions.order.work import Work
from shared.brands import brands
from shared.caller import is_admin, shopper_of
from shared.clock import now
from shared.conversation.state import conversation_key
from shared.errors import ProblemError
from shared.events.orders import OrderAction, OrderCreate, OrderRequested
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, require_admin, rest_delivery
from shared.models.cart import Address
from shared.models.money import Money
from shared.models.wire import WireModel
from shared.quotes import SignedQuote, is_genuine


class Placed(SignedQuote):
    """A quote as the cart answered it, to be ordered."""

    language: str | None = Field(default=None, max_length=5)


class Asked(WireModel):
    """What a change of an order may say."""

    skus: tuple[str, ...] = Field(default=(), max_length=50)
    new_sku: str | None = Field(default=None, max_length=64)
    reason: str = Field(default="", max_length=500)
    confirmed: bool = False
    address: Address | None = None
    amount: Money | None = None
    """Of a refund given by an admin; absent = all that is left."""


@dataclass(frozen=True)
class ShopperApi:
    """The endpoints, with what they reach outside."""

    work: Work

    def routes(self) -> Sequence[Route]:
        """Return what the gateway may reach."""
        one = "/v1/orders/{number}"
        actions: dict[str, OrderAction] = {
            "cancel": "cancel",
            "return": "return",
            "exchange": "exchange",
            "address": "change_address",
            "payment": "pay_again",
        }
        return [
            Route("/v1/orders", self.list, methods=["GET"]),
            Route("/v1/orders", self.create, methods=["POST"]),
            Route(one, self.show, methods=["GET"]),
            Route(f"{one}/invoice", self.invoice, methods=["GET"]),
            Route(f"{one}/refund", self.refund, methods=["POST"]),
            *(
                Route(f"{one}/{path}", self._asking(action), methods=["POST"])
                for path, action in actions.items()
            ),
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
        found, _ = await self._own(request)
        return JSONResponse(view(found.state).wire())

    async def invoice(self, request: Request) -> Response:
        """Return the receipt of a paid order."""
        found, _ = await self._own(request)
        if found.state.confirmed_at is None:
            raise ProblemError(409, "Not possible", "The order is not paid.")
        text = await self.work.outside.documents.get(receipt_key(found.state))
        if text is None:
            text = await self.work.store_receipt(found.state)
        return HTMLResponse(text, headers=HEADERS)

    async def refund(self, request: Request) -> Response:
        """Ask for money back as the customer, or give it back as an admin."""
        if not is_admin(request):
            return await self._ask(request, "refund")
        found, caller = await self._own(request)
        body = await read_body(request, Asked)
        given = ShopRefunds(amount=body.amount, reason=body.reason)
        delivery = rest_delivery(
            request, caller=caller, operation="orders.refund", brand=found.state.brand
        )

        async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
            applied = await apply_rule(
                acting,
                found.key,
                lambda state: decide(state, given, acting.now),
                actor=caller,
                action="order.refund",
            )
            return 200, body_of(applied.result)

        return await change(request, delivery, act)

    def _asking(self, action: OrderAction) -> Any:
        async def endpoint(request: Request) -> Response:
            return await self._ask(request, action)

        return endpoint

    async def _ask(self, request: Request, action: OrderAction) -> Response:
        found, caller = await self._own(request)
        body = await read_body(request, Asked)
        asked = OrderRequested.model_validate(
            {
                "customer_id": found.state.customer_id,
                "action": action,
                "number": found.state.number,
                **body.model_dump(exclude={"amount"}),
            }
        )
        terms = Terms.of(brands()[found.state.brand])
        delivery = rest_delivery(
            request, caller=caller, operation=f"orders.{action}", brand=found.state.brand
        )

        async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
            applied = await apply_rule(
                acting,
                found.key,
                lambda state: decide_request(state, asked, terms, acting.now),
                actor=caller if is_admin(request) else "customer",
                action=f"order.{action}",
            )
            return 200, body_of(applied.result)

        return await change(request, delivery, act)

    async def _own(self, request: Request) -> tuple[Recorded, str]:
        """Return the order in the path and who calls; somebody else's order is not found."""
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


def cursor_of(request: Request) -> datetime | None:
    """Return where a page of orders goes on.

    Raises:
        ProblemError: 400 if the cursor is not one of ours.
    """
    given = request.query_params.get("after")
    if given is None:
        return None
    try:
        return datetime.fromisoformat(given.replace(" ", "+"))
    except ValueError as error:
        raise ProblemError(400, "Invalid request", "after is the next of the last page.") from error
