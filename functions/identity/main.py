"""Customers, channel identities and sessions, in their first form.

In: `store.customer.identity.changed`, `store.customer.erase` and its timer; HTTP `/v1/sessions`,
`/v1/customers/me`, `/v1/admin/erasures`. Out: `store.order.anonymise.request`. State: `customers`,
`identities`, `erasures`, `sessions` (MongoDB for a day, Redis while active); erasing reaches every
collection. Accounts and log-in are not there yet.
"""

import secrets
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.identity.forgetting import ROUTES, erasure_is_asked, erasure_is_due
from shared.brands import brands
from shared.caller import Shopper, shopper_of
from shared.clients import redis_client
from shared.clock import now
from shared.customers import customer_of, link
from shared.errors import ProblemError
from shared.events.customers import (
    CustomerEraseDue,
    CustomerEraseRequested,
    CustomerIdentityChanged,
)
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, rest_delivery
from shared.function.serving import Function, serve
from shared.models.session import Session, SessionStatus, status_at, touched
from shared.models.wire import WireModel
from shared.sessions import load, save


class SessionInput(WireModel):
    """Body of `POST /v1/sessions`."""

    channel: Literal["web", "mobile", "api"] = "web"
    brand: str | None = None


async def identity_changes(event: CustomerIdentityChanged, delivery: Delivery) -> None:
    """Link a shopper's new number or id to the customer they already are."""
    customer_id = await customer_of(delivery.store, event.old, delivery.now)
    if customer_id is not None:
        await link(delivery.store, event.new, customer_id, delivery.now)


async def post_session(request: Request) -> Response:
    """Begin a session of the caller."""
    body = await read_body(request, SessionInput)
    if body.brand is not None and body.brand not in brands():
        raise ProblemError(400, "Invalid request", "There is no such brand.")
    shopper = await shopper_of(request, ports_of(request).store, now())
    delivery = rest_delivery(request, caller=shopper.web_id, operation="sessions.create")

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        session = Session(
            id=secrets.token_urlsafe(16),
            customer_id=shopper.customer_id,
            channel=body.channel,
            brand=body.brand,
            created_at=acting.now,
            last_active_at=acting.now,
        )
        await save(acting.store, redis_client(), session, acting.now)
        return 201, shown(session)

    return shopper.remembered(await change(request, delivery, act))


async def get_session(request: Request) -> Response:
    """Return a session of the caller; asking for it is activity and restores an idle one."""
    shopper, session = await _own(request)
    active = touched(session, now())
    if active is None:
        raise ProblemError(404, "Not found", "The session is over.")
    await save(ports_of(request).store, redis_client(), active, now())
    return shopper.remembered(JSONResponse(shown(active)))


async def delete_session(request: Request) -> Response:
    """End a session of the caller."""
    shopper, session = await _own(request)
    ended = session.model_copy(update={"status": SessionStatus.ENDED})
    await save(ports_of(request).store, redis_client(), ended, now())
    return shopper.remembered(Response(status_code=204))


def shown(session: Session) -> dict[str, Any]:
    """Return a session as its owner sees it."""
    return {**session.wire(), "status": status_at(session, now()).value}


async def _own(request: Request) -> tuple[Shopper, Session]:
    store = ports_of(request).store
    shopper = await shopper_of(request, store, now())
    session = await load(store, redis_client(), request.path_params["session_id"])
    if session is None or session.customer_id != shopper.customer_id:
        raise ProblemError(404, "Not found", "There is no such session.")
    return shopper, session


FUNCTION = Function(
    "identity",
    on={
        CustomerIdentityChanged: identity_changes,
        CustomerEraseRequested: erasure_is_asked,
        CustomerEraseDue: erasure_is_due,
    },
    routes=[
        Route("/v1/sessions", post_session, methods=["POST"]),
        Route("/v1/sessions/{session_id}", get_session, methods=["GET"]),
        Route("/v1/sessions/{session_id}", delete_session, methods=["DELETE"]),
        *ROUTES,
    ],
)
main = serve(FUNCTION)
