"""Frequent questions over HTTP for admins."""

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.catalog import frequent
from functions.catalog.admin import AdminCall, Answered, admin_call
from shared.audit import audit
from shared.errors import ProblemError
from shared.function.delivery import Delivery
from shared.function.rest import change, read_body
from shared.models.brand import FaqEntry


async def list_entries(request: Request) -> Response:
    """Return a brand's questions and answers, the inactive ones too."""
    call = admin_call(request, "faq.list")
    entries = await frequent.entries_of(call.delivery.store, call.brand)
    return JSONResponse({"faq": [each.wire() for each in entries]})


async def create_entry(request: Request) -> Response:
    """Add a question."""
    call = admin_call(request, "faq.create")
    entry = await read_body(request, FaqEntry)

    async def act(delivery: Delivery) -> Answered:
        known = await frequent.entries_of(delivery.store, call.brand)
        if any(each.slug == entry.slug for each in known):
            raise ProblemError(409, "Exists already", "PUT replaces an entry.")
        return 201, await _keep(delivery, call, entry)

    return await change(request, call.delivery, act)


async def replace_entry(request: Request) -> Response:
    """Replace a question, or add it under this slug."""
    call = admin_call(request, "faq.replace")
    given = await read_body(request, FaqEntry)
    entry = given.model_copy(update={"slug": request.path_params["slug"]})

    async def act(delivery: Delivery) -> Answered:
        return 200, await _keep(delivery, call, entry)

    return await change(request, call.delivery, act)


async def delete_entry(request: Request) -> Response:
    """Take a question away for good."""
    call = admin_call(request, "faq.delete")
    slug: str = request.path_params["slug"]

    async def act(delivery: Delivery) -> Answered:
        before = await frequent.read(delivery.store, call.brand.id, slug)
        if not await frequent.delete(delivery.store, call.brand, slug, delivery.now):
            raise ProblemError(404, "Not found")
        await audit(
            delivery,
            who=call.who,
            action="faq.deleted",
            subject=slug,
            before=before.wire() if before else None,
        )
        return 204, {}

    return await change(request, call.delivery, act)


async def _keep(delivery: Delivery, call: AdminCall, entry: FaqEntry) -> dict[str, object]:
    if "|" in entry.slug or not entry.question.get("en") or not entry.answer.get("en"):
        raise ProblemError(400, "Invalid request", "Question and answer are needed in English.")
    before = await frequent.read(delivery.store, call.brand.id, entry.slug)
    await frequent.put(delivery.store, call.brand, entry, delivery.now)
    await audit(
        delivery,
        who=call.who,
        action="faq.changed",
        subject=entry.slug,
        before=before.wire() if before else None,
        after=entry.wire(),
    )
    return entry.wire()


FAQ_ROUTES: Final = (
    Route("/v1/admin/faq", list_entries, methods=["GET"]),
    Route("/v1/admin/faq", create_entry, methods=["POST"]),
    Route("/v1/admin/faq/{slug}", replace_entry, methods=["PUT"]),
    Route("/v1/admin/faq/{slug}", delete_entry, methods=["DELETE"]),
)
