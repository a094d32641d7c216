"""The cart over HTTP: `/v1/cart`."""

import json
from typing import Final

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.cart.decide import decide
from functions.cart.read import shop_for
from functions.cart.refusals import as_problem, check_version
from functions.cart.state import CARTS, CartState, cart_id
from shared.brands import brands
from shared.caller import Shopper, shopper_of
from shared.clock import now
from shared.errors import ProblemError
from shared.events.carts import CartAction, CartRequested, CartUpdated
from shared.function.decision import Decision
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, rest_delivery
from shared.models.brand import Brand
from shared.models.cart import MAX_QUANTITY, Address
from shared.models.wire import WireModel
from shared.quotes import signed


class Body(WireModel):
    """What every request may say; `brand` may be in the query too."""

    brand: str | None = None
    language: str | None = Field(default=None, max_length=5)


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


async def show(request: Request) -> Response:
    """Return the cart priced now; stores nothing, so what changed is told again."""
    store, at = ports_of(request).store, now()
    brand, shopper = _brand(request, Body()), await shopper_of(request, store, at)
    asked = _asked(request, Body(), brand, shopper, "show")
    document = await store.get(CARTS.collection, cart_id(brand.id, shopper.customer_id))
    state = CARTS.load(document) if document else None
    made = decide(state, asked, await shop_for(store, brand, state, asked, at))
    shown = CartUpdated.model_validate(made.result).cart
    return shopper.remembered(_tagged(JSONResponse(shown.wire())))


async def add(request: Request) -> Response:
    """Put pieces on top of those in the cart."""
    body = await read_body(request, NewItem)
    return await _change(request, body, "add", sku=body.sku, quantity=body.quantity)


async def set_quantity(request: Request) -> Response:
    """Set how many pieces a line has."""
    body = await read_body(request, Quantity)
    sku = request.path_params["sku"]
    return await _change(request, body, "set_quantity", sku=sku, quantity=body.quantity)


async def remove(request: Request) -> Response:
    """Take a line out."""
    return await _change(request, Body(), "remove", sku=request.path_params["sku"])


async def clear(request: Request) -> Response:
    """Take everything out."""
    return await _change(request, Body(), "clear")


async def apply_code(request: Request) -> Response:
    """Put a discount code on the cart."""
    body = await read_body(request, NewCode)
    return await _change(request, body, "apply_code", code=body.code)


async def remove_code(request: Request) -> Response:
    """Take a discount code off the cart."""
    code = request.path_params["code"]
    return await _change(request, Body(), "remove_code", code=code)


async def get_quote(request: Request) -> Response:
    """Offer the cart at an exact total, for 15 minutes."""
    body = await read_body(request, QuoteRequest)
    address, delivery_id = body.address, body.delivery_id
    return await _change(request, body, "quote", address=address, delivery_id=delivery_id)


async def _change(request: Request, body: Body, action: CartAction, **wanted: object) -> Response:
    store = ports_of(request).store
    brand, shopper = _brand(request, body), await shopper_of(request, store, now())
    asked = _asked(request, body, brand, shopper, action, **wanted)
    operation = f"{action}|{brand.id}"
    delivery = rest_delivery(
        request, caller=shopper.customer_id, operation=operation, brand=brand.id
    )

    async def decided(state: CartState | None) -> Decision[CartState]:
        check_version(request.headers.get("if-match"), state.version if state else 0)
        shop = await shop_for(store, brand, state, asked, delivery.now)
        return decide(state, asked, shop)

    async def act(delivery: Delivery) -> tuple[int, dict[str, object]]:
        key = cart_id(brand.id, shopper.customer_id)
        applied = await delivery.apply(CARTS, key, decided)
        outcome = CartUpdated.model_validate(applied.result)
        if outcome.refusal is not None:
            raise as_problem(outcome.refusal, outcome.cart)
        if outcome.quote is None:
            return 200, outcome.cart.wire()
        return 200, signed(outcome.quote, ports_of(request).signing_key).wire()

    return shopper.remembered(_tagged(await change(request, delivery, act)))


def _brand(request: Request, body: Body) -> Brand:
    wanted = request.query_params.get("brand") or body.brand
    if not wanted:
        raise ProblemError(400, "Invalid request", "Say the brand: ?brand=… or in the body.")
    brand = brands().get(wanted)
    if brand is None:
        raise ProblemError(404, "Unknown brand")
    return brand


def _asked(
    request: Request, body: Body, brand: Brand, shopper: Shopper, action: CartAction, **more: object
) -> CartRequested:
    language = request.query_params.get("language", "")[:5] or body.language or brand.language
    return CartRequested.model_validate(
        {"customer_id": shopper.customer_id, "action": action, "language": language, **more}
    )


def _tagged(response: Response) -> Response:
    """Name the cart's version, for `If-Match`."""
    shown: dict[str, object] = json.loads(bytes(response.body))
    response.headers["ETag"] = f'"{shown.get("version", shown.get("cartVersion"))}"'
    return response


_ITEM, _CODE = "/v1/cart/items/{sku}", "/v1/cart/codes/{code}"
ROUTES: Final = (
    Route("/v1/cart", show, methods=["GET"]),
    Route("/v1/cart", clear, methods=["DELETE"]),
    Route("/v1/cart/items", add, methods=["POST"]),
    Route(_ITEM, set_quantity, methods=["PUT", "PATCH"]),
    Route(_ITEM, remove, methods=["DELETE"]),
    Route("/v1/cart/codes", apply_code, methods=["POST"]),
    Route(_CODE, remove_code, methods=["DELETE"]),
    Route("/v1/cart/quote", get_quote, methods=["POST"]),
)
