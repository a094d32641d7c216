"""Forgets customers: asked in the chat, by the shopper's call, or by an admin."""

from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.identity.erasure import ERASURES, ErasureState, Outcome, Swept, ask, swept
from functions.identity.wiping import forget_identities, names_of, orders_left, wipe
from shared.audit import audit_entry
from shared.caller import COOKIE, web_id_of
from shared.customers import IDENTITIES, web_customer
from shared.errors import ProblemError
from shared.events.customers import CustomerEraseDue, CustomerEraseRequested
from shared.function import fault
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, require_admin, rest_delivery
from shared.models.wire import WireModel


class ErasureInput(WireModel):
    """Body of `POST /v1/admin/erasures`: whom to forget, by one of these."""

    customer_id: str | None = None
    phone: str | None = None
    order_number: str | None = None


async def erasure_is_asked(event: CustomerEraseRequested, delivery: Delivery) -> None:
    """Forget a shopper who said yes to it in the chat."""
    await begin(delivery, event.customer_id, "shopper")


async def erasure_is_due(event: CustomerEraseDue, delivery: Delivery) -> None:
    """Erase what is there by now; see `erasure` for when."""
    document = await delivery.store.get(ERASURES.collection, event.customer_id)
    if document is None:
        return
    state = ERASURES.load(document)
    left = Swept()
    if state.status == "erasing" and state.step == event.step:
        left = await wipe(delivery.store, state, delivery.now)
        fault.reach("after_outside")
    audited = audit_entry(
        delivery, who=state.asked_by, action="customer.erased", subject=event.customer_id
    )

    def decide(known: ErasureState | None) -> Outcome:
        assert known is not None, "erasures are never deleted"
        return swept(known, event.step, left, delivery.now, audited)

    await delivery.apply(ERASURES, event.customer_id, decide)


async def begin(
    delivery: Delivery, customer_id: str, asked_by: Literal["shopper", "admin"]
) -> ErasureState:
    """Begin to forget a customer: from now on nobody is known as them."""
    asked = ErasureState(
        customer_id=customer_id,
        asked_by=asked_by,
        asked_at=delivery.now,
        names=await names_of(delivery.store, customer_id),
        orders_left=await orders_left(delivery.store, customer_id),
    )
    audited = audit_entry(
        delivery, who=asked_by, action="customer.erasure.asked", subject=customer_id
    )
    applied = await delivery.apply(
        ERASURES, customer_id, lambda known: ask(known, asked, audited), step="ask"
    )
    # After the record, which has their names: identities lead to nobody without them.
    await forget_identities(delivery.store, customer_id, delivery.now)
    assert applied.state is not None, "it was just asked for"
    return applied.state


async def delete_me(request: Request) -> Response:
    """Forget the caller."""
    web_id = web_id_of(request)
    customer_id = await web_customer(ports_of(request).store, web_id) if web_id else None
    if customer_id is None:
        raise ProblemError(404, "Not found", "Nothing is known of you.")
    delivery = rest_delivery(request, caller=f"{web_id}", operation="customers.erase")

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        return 202, shown(await begin(acting, customer_id, "shopper"))

    answer = await change(request, delivery, act)
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def post_erasure(request: Request) -> Response:
    """Forget a customer, named by id, phone number or one of their orders."""
    who = require_admin(request)
    body = await read_body(request, ErasureInput)
    customer_id = await _meant(request, body)
    delivery = rest_delivery(request, caller=who, operation="erasures.create")

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        return 202, shown(await begin(acting, customer_id, "admin"))

    return await change(request, delivery, act)


async def get_erasure(request: Request) -> Response:
    """Return how far an erasure is."""
    require_admin(request)
    customer_id: str = request.path_params["customer_id"]
    document = await ports_of(request).store.get(ERASURES.collection, customer_id)
    if document is None:
        raise ProblemError(404, "Not found", "Nobody asked to erase this customer.")
    return JSONResponse(shown(ERASURES.load(document)))


def shown(state: ErasureState) -> dict[str, Any]:
    """Return an erasure without the names in it."""
    return state.wire() | {"names": len(state.names)}


async def _meant(request: Request, body: ErasureInput) -> str:
    store = ports_of(request).store
    if body.customer_id:
        known = await store.get("customers", body.customer_id)
        found = body.customer_id if known else None
    elif body.phone:
        identity = await store.get(IDENTITIES, f"wa_phone|{body.phone.strip().lstrip('+')}")
        found = identity["customer_id"] if identity else None
    elif body.order_number:
        number = await store.get("order_numbers", body.order_number.strip().upper())
        order = await store.get("orders", number["order"]) if number else None
        found = order["state"]["customer_id"] if order else None
    else:
        raise ProblemError(400, "Invalid request", "Name customerId, phone or orderNumber.")
    if found is None:
        raise ProblemError(404, "Not found", "There is no such customer.")
    return str(found)


ROUTES = (
    Route("/v1/customers/me", delete_me, methods=["DELETE"]),
    Route("/v1/admin/erasures", post_erasure, methods=["POST"]),
    Route("/v1/admin/erasures/{customer_id}", get_erasure, methods=["GET"]),
)
