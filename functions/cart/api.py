"""The cart over HTTP: `/v1/cart`."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.cart.decide import decide
from functions.cart.read import shop_for
from functions.cart.refusals import as_problem, check_version
from functions.cart.state import CARTS, CartState, cart_id
from shared.brands import brands
from shared.clock import now
from shared.errors import ProblemError
from shared.events.carts import CartAction, CartRequested, CartUpdated
from shared.function.decision import Decision
from shared.function.delivery import Delivery
from shared.function.ports import Ports
from shared.function.rest import change, read_body, rest_delivery
from shared.models.brand import Brand
from shared.models.cart import MAX_QUANTITY, Address
from shared.models.wire import WireModel
from shared.visitor import Visitor, visitor_of


class Body(WireModel):
    """What every request may say; `brand` may be in the query too."""

    brand: str | None = None
    language: str | None = None


class NewItem(Body):
    """Pieces to add."""

    sku: str = Field(min_length=1, max_length=64)
    quantity: int = Field(default=1, ge=1, le=MAX_QUANTITY)


class Quantity(Body):
    """How many pieces a line shall have; 0 takes it out."""

    quantity: int = Field(ge=0, le=MAX_QUANTITY)


class NewCode(Body):
    """A discount code as typed."""

    code: str = Field(min_length=1, max_length=64)


class QuoteRequest(Body):
    """Where and how to deliver; what is left out is as in the last quote."""

    address: Address | None = None
    delivery_id: str | None = None


@dataclass(frozen=True)
class CartApi:
    """The endpoints, over the ports of this process."""

    ports: Callable[[], Ports]

    def routes(self) -> list[Route]:
        """Return what the gateway may reach."""
        item, code = "/v1/cart/items/{sku}", "/v1/cart/codes/{code}"
        return [
            Route("/v1/cart", self.show, methods=["GET"]),
            Route("/v1/cart", self.clear, methods=["DELETE"]),
            Route("/v1/cart/items", self.add, methods=["POST"]),
            Route(item, self.set_quantity, methods=["PUT", "PATCH"]),
            Route(item, self.remove, methods=["DELETE"]),
            Route("/v1/cart/codes", self.apply_code, methods=["POST"]),
            Route(code, self.remove_code, methods=["DELETE"]),
            Route("/v1/cart/quote", self.quote, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Return the cart priced now; stores nothing, so what changed is told again."""
        store, at = self.ports().store, now()
        brand, visitor = _brand(request, Body()), await visitor_of(request, store, at)
        asked = _asked(request, Body(), brand, visitor, "show")
        document = await store.get(CARTS.collection, cart_id(brand.id, visitor.customer_id))
        state = CARTS.load(document) if document else None
        made = decide(state, asked, await shop_for(store, brand, state, asked, at))
        shown = CartUpdated.model_validate(made.result).cart
        return visitor.introduce(_tagged(JSONResponse(shown.wire())))

    async def add(self, request: Request) -> Response:
        """Put pieces on top of those in the cart."""
        body = await read_body(request, NewItem)
        return await self._change(request, body, "add", sku=body.sku, quantity=body.quantity)

    async def set_quantity(self, request: Request) -> Response:
        """Set how many pieces a line has."""
        body = await read_body(request, Quantity)
        sku = request.path_params["sku"]
        return await self._change(request, body, "set_quantity", sku=sku, quantity=body.quantity)

    async def remove(self, request: Request) -> Response:
        """Take a line out."""
        return await self._change(request, Body(), "remove", sku=request.path_params["sku"])

    async def clear(self, request: Request) -> Response:
        """Take everything out."""
        return await self._change(request, Body(), "clear")

    async def apply_code(self, request: Request) -> Response:
        """Put a discount code on the cart."""
        body = await read_body(request, NewCode)
        return await self._change(request, body, "apply_code", code=body.code)

    async def remove_code(self, request: Request) -> Response:
        """Take a discount code off the cart."""
        code = request.path_params["code"]
        return await self._change(request, Body(), "remove_code", code=code)

    async def quote(self, request: Request) -> Response:
        """Offer the cart at an exact total, for 15 minutes."""
        body = await read_body(request, QuoteRequest)
        address, delivery_id = body.address, body.delivery_id
        return await self._change(request, body, "quote", address=address, delivery_id=delivery_id)

    async def _change(
        self, request: Request, body: Body, action: CartAction, **wanted: object
    ) -> Response:
        ports = self.ports()
        brand, visitor = _brand(request, body), await visitor_of(request, ports.store, now())
        asked = _asked(request, body, brand, visitor, action, **wanted)
        delivery = rest_delivery(
            request, ports, caller=visitor.customer_id, operation=action, brand=brand.id
        )

        async def decided(state: CartState | None) -> Decision[CartState]:
            check_version(request.headers.get("if-match"), state.version if state else 0)
            shop = await shop_for(ports.store, brand, state, asked, delivery.now)
            return decide(state, asked, shop)

        async def act(delivery: Delivery) -> tuple[int, dict[str, object]]:
            key = cart_id(brand.id, visitor.customer_id)
            applied = await delivery.apply(CARTS, key, decided)
            outcome = CartUpdated.model_validate(applied.result)
            if outcome.refusal is not None:
                raise as_problem(outcome.refusal, outcome.cart)
            return 200, (outcome.quote or outcome.cart).wire()

        return visitor.introduce(_tagged(await change(request, delivery, act)))


def _brand(request: Request, body: Body) -> Brand:
    wanted = request.query_params.get("brand") or body.brand
    if not wanted:
        raise ProblemError(400, "Invalid request", "Say the brand: ?brand=… or in the body.")
    brand = brands().get(wanted)
    if brand is None:
        raise ProblemError(404, "Unknown brand")
    return brand


def _asked(
    request: Request, body: Body, brand: Brand, visitor: Visitor, action: CartAction, **more: object
) -> CartRequested:
    language = request.query_params.get("language") or body.language or brand.language
    return CartRequested.model_validate(
        {"customer_id": visitor.customer_id, "action": action, "language": language, **more}
    )


def _tagged(response: Response) -> Response:
    """Name the cart's version, for `If-Match`."""
    shown: dict[str, object] = json.loads(bytes(response.body))
    response.headers["ETag"] = f'"{shown.get("version", shown.get("cartVersion"))}"'
    return response
