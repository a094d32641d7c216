"""Many products at once: import and export over HTTP for admins."""

from collections.abc import AsyncIterator
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from functions.catalog import shelving
from functions.catalog.admin import AdminCall, Answered, admin_call
from functions.catalog.exports import to_jsonl
from functions.catalog.imports import MOST_REPORTED, Import, RejectedRow, from_csv, from_jsonl
from functions.catalog.stockroom import show
from functions.catalog.table import to_csv
from shared.audit import audit
from shared.catalog_reads import PRODUCTS, with_fresh_stock
from shared.errors import ProblemError
from shared.events.products import ProductUpdated
from shared.function.decision import Emit
from shared.function.delivery import Delivery
from shared.function.rest import change
from shared.models.brand import Brand
from shared.models.product import Product
from shared.stores.store import Store

IMPORT_LIMIT_BYTES: Final = 20_000_000
_PAGE: Final = 200


async def import_products(request: Request) -> Response:
    """Take in a file of products; answer what was taken and why rows were refused.

    The body is JSON Lines, or CSV with `Content-Type: text/csv`. Stock counts for new SKUs;
    with `?stock=replace` for all.
    """
    call = admin_call(request, "products.import")
    body = await request.body()
    if len(body) > IMPORT_LIMIT_BYTES:
        raise ProblemError(413, "Too large", f"At most {IMPORT_LIMIT_BYTES} bytes.")
    parsed = _parsed(body, request.headers.get("content-type", ""), call.brand)
    replace_stock = request.query_params.get("stock") == "replace"

    async def act(delivery: Delivery) -> Answered:
        report = await _take(delivery, parsed, replace_stock=replace_stock)
        counts = {name: value for name, value in report.items() if name != "rejected"}
        await audit(
            delivery,
            who=call.who,
            action="products.imported",
            subject=call.brand.id,
            after={**counts, "rejected": len(report["rejected"])},
        )
        return 200, report

    return await change(request, call.delivery, act)


async def export_products(request: Request) -> Response:
    """Return a brand's products as they can be imported again: `?format=jsonl` (default) or csv."""
    call = admin_call(request, "products.export")
    if request.query_params.get("format") == "csv":
        products = [each async for page in _pages(call) for each in page]
        return Response(to_csv(products), media_type="text/csv", headers=_named(call.brand, "csv"))
    lines = (to_jsonl(page) async for page in _pages(call))
    return StreamingResponse(
        lines, media_type="application/x-ndjson", headers=_named(call.brand, "jsonl")
    )


def _parsed(body: bytes, content_type: str, brand: Brand) -> Import:
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise ProblemError(400, "Invalid request", "The file is not UTF-8.") from error
    return (from_csv if "csv" in content_type else from_jsonl)(text, brand)


async def _take(delivery: Delivery, parsed: Import, *, replace_stock: bool) -> dict[str, Any]:
    counts = {"created": 0, "changed": 0}
    rejected = list(parsed.rejected)
    taken: list[str] = []
    for product in parsed.products:
        try:
            kind = await shelving.put(delivery.store, product, delivery.now)
        except shelving.SkuTakenError as error:
            rejected.append(RejectedRow(row=0, id=product.id, reason=str(error)))
            continue
        if replace_stock:
            await _replace_stock(delivery.store, product)
        counts["created" if kind == "created" else "changed"] += 1
        taken.append(product.id)
        event = ProductUpdated(product_id=product.id, change=kind)
        await delivery.publish(Emit(event, product.id))
    await show(delivery, taken)
    return {**counts, "rejected": [each.wire() for each in rejected[:MOST_REPORTED]]}


async def _replace_stock(store: Store, product: Product) -> None:
    for variant in product.variants:
        await shelving.set_stock(store, product.brand, variant.sku, available=variant.stock)


async def _pages(call: AdminCall) -> AsyncIterator[list[Product]]:
    after, store = "", call.delivery.store
    while True:
        query = {"brand": call.brand.id, "_id": {"$gt": after}, "deleted": False}
        documents = await store.find(PRODUCTS, query, sort=(("_id", 1),), limit=_PAGE)
        if not documents:
            return
        yield list((await with_fresh_stock(store, documents)).values())
        after = documents[-1]["_id"]


def _named(brand: Brand, kind: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="products-{brand.id}.{kind}"'}


BULK_ROUTES: Final = (
    Route("/v1/admin/imports", import_products, methods=["POST"]),
    Route("/v1/admin/products/export", export_products, methods=["GET"]),
)
