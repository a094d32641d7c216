"""Discount codes for admins: `/v1/admin/codes`. A code of `brand=*` is for all brands."""

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.cart.codes import ALL_BRANDS, DiscountCode, normalise
from functions.cart.read import CODES
from shared.audit import audit
from shared.brands import brands
from shared.errors import BusyError, ProblemError
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, require_admin, rest_delivery
from shared.models.wire import WireModel
from shared.stores.store import Document, Store

PAGE: Final = 100


class CodePatch(WireModel):
    """Fields to change; null clears one that may be empty."""

    model_config = WireModel.model_config | {"extra": "allow"}


async def list_codes(request: Request) -> Response:
    """Return a page of codes, of one brand or of all."""
    require_admin(request)
    query: Document = {"_id": {"$gt": request.query_params.get("after", "")}}
    if brand := request.query_params.get("brand"):
        query["brand"] = brand
    found = await ports_of(request).store.find(CODES, query, sort=(("_id", 1),), limit=PAGE + 1)
    page = found[:PAGE]
    body: Document = {"codes": [_shown(one) for one in page]}
    if len(found) > PAGE:
        body["next"] = page[-1]["_id"]
    return JSONResponse(body)


async def show(request: Request) -> Response:
    """Return one code."""
    require_admin(request)
    return JSONResponse(_shown(await _existing(ports_of(request).store, _id_of(request))))


async def create(request: Request) -> Response:
    """Make a code."""
    who = require_admin(request)
    delivery = _delivery(request, who, "codes.create")
    code = await read_body(request, DiscountCode)
    if code.brand != ALL_BRANDS and code.brand not in brands():
        raise ProblemError(400, "Invalid request", f"There is no brand {code.brand}.")

    async def act(delivery: Delivery) -> tuple[int, Document]:
        cause = delivery.origin.cause
        document = {**code.model_dump(), "_id": _id(code), "revision": 1, "made_by": cause}
        if not await delivery.store.insert(CODES, document):
            existing = await _existing(delivery.store, _id(code))
            if existing["made_by"] != cause:
                raise ProblemError(409, "The code exists already")
        await audit(delivery, who=who, action="code.created", subject=_id(code), after=code.wire())
        return 201, code.wire()

    return await change(request, delivery, act)


async def update(request: Request) -> Response:
    """Change fields of a code; uses counted so far stay counted."""
    who = require_admin(request)
    delivery = _delivery(request, who, "codes.update")
    patch = (await read_body(request, CodePatch)).model_extra or {}
    return await change(request, delivery, lambda made: _patch(made, who, _id_of(request), patch))


async def retire(request: Request) -> Response:
    """End a code. It is kept: orders may still have to give their uses back."""
    who = require_admin(request)
    delivery = _delivery(request, who, "codes.retire")

    async def act(delivery: Delivery) -> tuple[int, Document]:
        await _patch(delivery, who, _id_of(request), {"active": False})
        return 204, {}

    return await change(request, delivery, act)


def _delivery(request: Request, who: str, operation: str) -> Delivery:
    brand = request.query_params.get("brand", ALL_BRANDS)
    return rest_delivery(request, caller=who, operation=f"{operation}|{brand}")


async def _patch(
    delivery: Delivery, who: str, document_id: str, patch: dict[str, Any]
) -> tuple[int, Document]:
    before = await _existing(delivery.store, document_id)
    old = DiscountCode.model_validate(before)
    was = old.model_dump(by_alias=True)
    if unknown := sorted(patch.keys() - was.keys()):
        raise ProblemError(400, "Invalid request", f"Unknown: {', '.join(unknown)}.")
    new = DiscountCode.model_validate(was | patch)
    _check_patch(old, new)
    written = await delivery.store.update(
        CODES,
        {"_id": document_id, "revision": before["revision"]},
        {"$set": new.model_dump(), "$inc": {"revision": 1}},
    )
    if written is None:
        raise BusyError("the code changed meanwhile")
    await audit(
        delivery,
        who=who,
        action="code.changed",
        subject=document_id,
        before=old.wire(),
        after=new.wire(),
    )
    return 200, new.wire()


def _check_patch(old: DiscountCode, new: DiscountCode) -> None:
    """Refuse what would forget the uses counted so far.

    Whether there is a total limit decides where uses are counted (`code_use.uses_id`).
    """
    if (old.code, old.brand) != (new.code, new.brand):
        raise ProblemError(400, "Invalid request", "A code keeps its text and brand.")
    limits_before = (old.limit_total is None, old.limit_per_customer is None)
    if limits_before != (new.limit_total is None, new.limit_per_customer is None):
        raise ProblemError(
            400,
            "Invalid request",
            "A limit can be changed, not added or taken away. Make a new code.",
        )


async def _existing(store: Store, document_id: str) -> Document:
    document = await store.get(CODES, document_id)
    if document is None:
        raise ProblemError(404, "Unknown code")
    return document


def _id(code: DiscountCode) -> str:
    return f"{code.brand}|{code.code}"


def _id_of(request: Request) -> str:
    brand = request.query_params.get("brand", ALL_BRANDS)
    return f"{brand}|{normalise(request.path_params['code'])}"


def _shown(document: Document) -> Document:
    return DiscountCode.model_validate(document).wire()


_ALL, _ONE = "/v1/admin/codes", "/v1/admin/codes/{code}"
ROUTES: Final = (
    Route(_ALL, list_codes, methods=["GET"]),
    Route(_ALL, create, methods=["POST"]),
    Route(_ONE, show, methods=["GET"]),
    Route(_ONE, update, methods=["PATCH"]),
    Route(_ONE, retire, methods=["DELETE"]),
)
