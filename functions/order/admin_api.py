"""Orders over HTTP for the shop's people: `/v1/admin/orders`, and the audit."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.order.applying import apply_rule
from functions.order.decide import ShopInput, decide
from functions.order.inputs import GoodsReceived, ShipAsked, ShipmentDelivered, ShopCancels
from functions.order.records import PAGE, loaded, numbered, orders_of
from functions.order.refusals import body_of, refused
from functions.order.shopper_api import cursor_of
from functions.order.view import view
from functions.order.work import take_parcel
from shared.audit import AUDIT
from shared.errors import ProblemError
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, require_admin, rest_delivery
from shared.models.order import OrderStatus
from shared.models.wire import WireModel
from shared.stores.store import Document

AUDIT_PAGE = 100


class Parcel(WireModel):
    """Who takes a parcel, under which number."""

    carrier: str = Field(min_length=1, max_length=60)
    tracking_number: str = Field(min_length=1, max_length=100)


class Arrived(WireModel):
    """Which parcel arrived, or which return came back; absent = all."""

    tracking_number: str | None = None
    return_id: str | None = None


def admin_routes() -> Sequence[Route]:
    """Return what the gateway may reach."""
    one = "/v1/admin/orders/{number}"
    return [
        Route("/v1/admin/orders", list_orders, methods=["GET"]),
        Route(f"{one}/ship", ship, methods=["POST"]),
        Route(f"{one}/deliver", deliver, methods=["POST"]),
        Route(f"{one}/cancel", cancel, methods=["POST"]),
        Route(f"{one}/received", receive, methods=["POST"]),
        Route("/v1/admin/audit", list_audit, methods=["GET"]),
    ]


async def list_orders(request: Request) -> Response:
    """Return orders of all customers, newest first, by brand and status."""
    require_admin(request)
    given = request.query_params.get("status")
    if given is not None and given not in set(OrderStatus):
        raise ProblemError(400, "Invalid request", "There is no such status.")
    found = await orders_of(
        ports_of(request).store,
        None,
        brand=request.query_params.get("brand"),
        status=OrderStatus(given) if given else None,
        before=cursor_of(request),
        limit=PAGE + 1,
    )
    page = found[:PAGE]
    body: dict[str, Any] = {
        "orders": [view(one).wire() | {"flags": list(one.flags)} for one in page]
    }
    if len(found) > PAGE:
        body["next"] = page[-1].placed_at.isoformat()
    return JSONResponse(body)


async def ship(request: Request) -> Response:
    """Hand an order to a carrier."""
    caller = require_admin(request)
    parcel = await read_body(request, Parcel)
    asked = ShipAsked(carrier=parcel.carrier, tracking_number=parcel.tracking_number)

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        body = await _act(request, acting, asked, caller, "order.ship")
        found = await numbered(acting.store, body["number"])
        if found is None:
            raise refused("not_found")
        await take_parcel(acting, found, actor=caller, action="order.shipped")
        shipped = await loaded(acting.store, found.key)
        return 200, view(shipped or found.state).wire()

    return await change(request, await _delivery(request, caller, "orders.ship"), act)


async def deliver(request: Request) -> Response:
    """Record that an order, or one of its parcels, reached the shopper."""
    caller = require_admin(request)
    tracking_number = (await read_body(request, Arrived)).tracking_number

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        arrived = ShipmentDelivered(tracking_number=tracking_number, at=acting.now)
        return 200, await _act(request, acting, arrived, caller, "order.deliver")

    return await change(request, await _delivery(request, caller, "orders.deliver"), act)


async def cancel(request: Request) -> Response:
    """Cancel an order that has not left; what was paid goes back."""
    caller = require_admin(request)

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        return 200, await _act(request, acting, ShopCancels(), caller, "order.cancel")

    return await change(request, await _delivery(request, caller, "orders.cancel"), act)


async def receive(request: Request) -> Response:
    """Record that returned goods are back: they are restocked, and refunded if not yet."""
    caller = require_admin(request)
    return_id = (await read_body(request, Arrived)).return_id

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        received = GoodsReceived(return_id=return_id)
        return 200, await _act(request, acting, received, caller, "order.received")

    return await change(request, await _delivery(request, caller, "orders.received"), act)


async def list_audit(request: Request) -> Response:
    """Return audit entries, newest first, of one subject or of all."""
    require_admin(request)
    query: Document = {}
    for name in ("subject", "action", "who"):
        if value := request.query_params.get(name):
            query[name] = value
    if (before := cursor_of(request)) is not None:
        query["at"] = {"$lt": before}
    store = ports_of(request).store
    found = await store.find(AUDIT, query, sort=(("at", -1),), limit=AUDIT_PAGE + 1)
    page = found[:AUDIT_PAGE]
    body: dict[str, Any] = {"entries": [_entry(one) for one in page]}
    if len(found) > AUDIT_PAGE:
        body["next"] = page[-1]["at"].isoformat()
    return JSONResponse(body)


def _entry(document: Document) -> Document:
    return {
        "id": document["_id"],
        "at": document["at"].isoformat(),
        "who": document.get("who"),
        "action": document["action"],
        "subject": document["subject"],
        "brand": document.get("brand"),
        "before": document.get("before"),
        "after": document.get("after"),
        "correlationId": document.get("correlation_id"),
    }


async def _delivery(request: Request, caller: str, operation: str) -> Delivery:
    found = await numbered(ports_of(request).store, request.path_params["number"].upper())
    if found is None:
        raise refused("not_found")
    return rest_delivery(request, caller=caller, operation=operation, brand=found.state.brand)


async def _act(
    request: Request, acting: Delivery, happened: ShopInput, caller: str, action: str
) -> dict[str, Any]:
    found = await numbered(acting.store, request.path_params["number"].upper())
    if found is None:
        raise refused("not_found")
    applied = await apply_rule(
        acting,
        found.key,
        lambda state: decide(state, happened, acting.now),
        actor=caller,
        action=action,
    )
    return body_of(applied.result)
