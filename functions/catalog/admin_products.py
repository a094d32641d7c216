"""Products over HTTP for admins."""

from typing import Any, Final

from pydantic import RootModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.catalog import shelving
from functions.catalog.admin import AdminCall, Answered, admin_call
from functions.catalog.imports import objection
from functions.catalog.stockroom import show
from shared.audit import audit
from shared.errors import ProblemError
from shared.events.products import ProductUpdated
from shared.function.decision import Emit
from shared.function.delivery import Delivery
from shared.function.rest import change, read_body, require_admin
from shared.models.product import Product


class Patch(RootModel[dict[str, Any]]):
    """Fields to change; null takes one away."""


async def create_product(request: Request) -> Response:
    """Put a new product on the shelf."""
    require_admin(request)
    product = await read_body(request, Product)
    call = admin_call(request, "products.create", product.brand)

    async def act(delivery: Delivery) -> Answered:
        if await shelving.read(delivery.store, call.brand.id, product.id):
            raise ProblemError(409, "Exists already", "PUT replaces a product.")
        return 201, await _keep(delivery, call, product)

    return await change(request, call.delivery, act)


async def replace_product(request: Request) -> Response:
    """Replace a product, or put it on the shelf under this id."""
    call = admin_call(request, "products.replace")
    given = await read_body(request, Product)
    product = given.model_copy(update={"id": request.path_params["key"]})

    async def act(delivery: Delivery) -> Answered:
        return 200, await _keep(delivery, call, product)

    return await change(request, call.delivery, act)


async def patch_product(request: Request) -> Response:
    """Change some fields of a product: a JSON merge patch (RFC 7396)."""
    call = admin_call(request, "products.patch")
    patch = (await read_body(request, Patch)).root

    async def act(delivery: Delivery) -> Answered:
        before = await shelving.read(delivery.store, call.brand.id, request.path_params["key"])
        if before is None:
            raise ProblemError(404, "Not found")
        merged = _merged(before.wire(), {**patch, "id": before.id, "brand": call.brand.id})
        return 200, await _keep(delivery, call, Product.model_validate(merged))

    return await change(request, call.delivery, act)


async def delete_product(request: Request) -> Response:
    """Take a product off the shelf."""
    call = admin_call(request, "products.delete")
    key: str = request.path_params["key"]

    async def act(delivery: Delivery) -> Answered:
        if not await shelving.delete(delivery.store, call.brand.id, key, delivery.now):
            raise ProblemError(404, "Not found")
        await audit(delivery, who=call.who, action="product.deleted", subject=key)
        await delivery.publish(Emit(ProductUpdated(product_id=key, change="deleted"), key))
        await show(delivery, [key])
        return 204, {}

    return await change(request, call.delivery, act)


async def _keep(delivery: Delivery, call: AdminCall, product: Product) -> dict[str, Any]:
    reason = objection(product, call.brand)
    if reason:
        raise ProblemError(400, "Invalid request", reason)
    before = await shelving.read(delivery.store, call.brand.id, product.id)
    try:
        kind = await shelving.put(delivery.store, product, delivery.now)
    except shelving.SkuTakenError as error:
        raise ProblemError(409, "SKU is taken", str(error)) from error
    after = await shelving.read(delivery.store, call.brand.id, product.id) or product
    await audit(
        delivery,
        who=call.who,
        action=f"product.{kind}",
        subject=product.id,
        before=before.wire() if before else None,
        after=after.wire(),
    )
    await delivery.publish(Emit(ProductUpdated(product_id=product.id, change=kind), product.id))
    await show(delivery, [product.id])
    return after.wire()


def _merged(target: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return patch
    merged: dict[str, Any] = {**target} if isinstance(target, dict) else {}
    for name, value in patch.items():  # pyright: ignore[reportUnknownVariableType]
        if value is None:
            merged.pop(str(name), None)  # pyright: ignore[reportUnknownArgumentType]
        else:
            merged[str(name)] = _merged(merged.get(str(name)), value)  # pyright: ignore[reportUnknownArgumentType]
    return merged


PRODUCT_ROUTES: Final = (
    Route("/v1/admin/products", create_product, methods=["POST"]),
    Route("/v1/admin/products/{key}", replace_product, methods=["PUT"]),
    Route("/v1/admin/products/{key}", patch_product, methods=["PATCH"]),
    Route("/v1/admin/products/{key}", delete_product, methods=["DELETE"]),
)
