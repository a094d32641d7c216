"""Tastes of whoever browses over HTTP; nobody becomes a shopper by looking."""

from starlette.requests import Request

from functions.catalog.answering import tastes_for
from functions.catalog.tastes import Tastes
from shared.caller import web_id_of
from shared.clock import now
from shared.customers import web_customer
from shared.errors import DependencyError
from shared.function.rest import ports_of
from shared.log import log


async def tastes_of_caller(request: Request, brand: str) -> Tastes | None:
    """Return what a known shopper likes; None of strangers, and while the ledger is away."""
    web_id = web_id_of(request)
    if web_id is None:
        return None
    store = ports_of(request).store
    try:
        return await tastes_for(store, brand, await web_customer(store, web_id), now())
    except DependencyError as error:
        log().info("tastes.not_read", dependency=error.name)
        return None


def freshness(tastes: Tastes | None) -> dict[str, str]:
    """Return the headers that keep what was ranked for one shopper from others."""
    return {"Cache-Control": "private, no-cache" if tastes else "no-cache"}
