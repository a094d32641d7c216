"""Changes of an order over HTTP, by those who placed it or an admin: `/v1/orders/{number}/…`."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.order.applying import apply_rule
from functions.order.decide import decide, decide_request
from functions.order.inputs import ShopRefunds, Terms
from functions.order.refusals import body_of
from functions.order.shopper_api import own_order
from shared.brands import brands
from shared.caller import is_admin
from shared.events.orders import OrderAction, OrderRequested
from shared.function.delivery import Delivery
from shared.function.rest import change, read_body, rest_delivery
from shared.models.cart import Address
from shared.models.money import Money
from shared.models.wire import WireModel


class Asked(WireModel):
    """What a change of an order may say."""

    skus: tuple[str, ...] = Field(default=(), max_length=50)
    new_sku: str | None = Field(default=None, max_length=64)
    reason: str = Field(default="", max_length=500)
    confirmed: bool = False
    address: Address | None = None
    amount: Money | None = None
    """Of a refund given by an admin; absent = all that is left."""


def change_routes() -> Sequence[Route]:
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
        Route(f"{one}/refund", refund, methods=["POST"]),
        *(
            Route(f"{one}/{path}", _asking(action), methods=["POST"])
            for path, action in actions.items()
        ),
    ]


async def refund(request: Request) -> Response:
    """Ask for money back as the customer, or give it back as an admin."""
    if not is_admin(request):
        return await _ask(request, "refund")
    found, caller = await own_order(request)
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


def _asking(action: OrderAction) -> Any:
    async def endpoint(request: Request) -> Response:
        return await _ask(request, action)

    return endpoint


async def _ask(request: Request, action: OrderAction) -> Response:
    found, caller = await own_order(request)
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
