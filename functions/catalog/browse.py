"""The catalog over HTTP for everybody: products, search, details, recommendations, categories."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.catalog.answering import details, search_page
from functions.catalog.asking import (
    language_of,
    limit_of,
    next_cursor,
    offset_in,
    search_of,
    shelf_of,
)
from functions.catalog.live import live_catalog, shelves
from functions.catalog.personal import freshness, tastes_of_caller
from functions.catalog.pictures import picture
from functions.catalog.recommending import Recommendation, Wish, recommended
from functions.catalog.tastes import Tastes
from functions.catalog.views import remembered
from shared.catalog_reads import PRODUCTS
from shared.clock import now
from shared.errors import ProblemError
from shared.events.products import Search
from shared.function.rest import ports_of
from shared.models.product import Product, Reason
from shared.models.wire import in_language


async def list_products(request: Request) -> Response:
    """Return the products that match all filters exactly; without a brand, those of all brands."""
    if not request.query_params.get("brand"):
        return await _every_product(request)
    return await _found(request, relax=False)


async def search_products(request: Request) -> Response:
    """Return the products that fit the words best, and what was given up to find any.

    A known shopper's tastes move products up, as in the chat; `reasons` tell which.
    """
    return await _found(request, relax=True)


async def show_product(request: Request) -> Response:
    """Return one product, by id or SKU; without a brand, of whichever brand has it."""
    key = request.path_params["key"]
    product = await _product(request, key)
    text = live_catalog(ports_of(request).store).fresh.json(product)
    seen = remembered(request, product)
    return Response(text, media_type="application/json", headers=freshness(None), background=seen)


async def recommend_products(request: Request) -> Response:
    """Return what goes with a product; `kind` is `similar` by default."""
    product = await _product(request, request.path_params["key"])
    kind = _kind(request.query_params.get("kind", "similar"))
    live, store = live_catalog(ports_of(request).store), ports_of(request).store
    shelf = live.shelf(product.brand)
    if shelf is None:
        raise ProblemError(404, "Not found")
    tastes = await tastes_of_caller(request, product.brand)
    wish = Wish(kind, limit_of(request.query_params), product_id=product.id, tastes=tastes)
    found = await recommended(live, store, shelf, wish, now())
    products = [each.wire() | {"reasons": _told(reasons)} for each, reasons in found]
    return JSONResponse({"kind": kind, "products": products}, headers=freshness(tastes))


async def list_categories(request: Request) -> Response:
    """Return a brand's categories with their names and how many products each has."""
    shelf = shelf_of(request)
    language = language_of(request, shelf.brand)
    live = live_catalog(ports_of(request).store)
    found = await live.find(shelf, Search(in_stock=False), language="en", relax=False)
    counts = Counter(category for hit in found.hits for category in hit.entry.path)
    categories = [
        {
            "id": each.id,
            "name": in_language(each.name, language),
            "names": each.name,
            "parent": each.parent,
            "products": counts[each.id],
        }
        for each in shelf.brand.categories
    ]
    return JSONResponse({"brand": shelf.brand.id, "categories": categories})


async def _found(request: Request, *, relax: bool) -> Response:
    shelf = shelf_of(request)
    params, brand = request.query_params, shelf.brand
    search = search_of(params, brand, in_stock=relax)
    live = live_catalog(ports_of(request).store)
    language = language_of(request, brand)
    tastes = await tastes_of_caller(request, brand.id) if relax else None
    found = await live.find(shelf, search, language=language, tastes=tastes, relax=relax)
    start, limit = offset_in(found, params.get("cursor", "")), limit_of(params)
    page = await search_page(live.fresh, found, start, limit)
    body: dict[str, Any] = {
        "total": found.total,
        "nextCursor": next_cursor(found, start + limit),
        "facets": [each.wire() for each in found.facets],
    }
    if relax:
        body |= {"relaxed": list(found.relaxed), "corrected": found.corrected}
    products: list[str] = []
    for product, skus in page.products:
        more: dict[str, Any] = {"matchingSkus": sorted(skus)}
        if relax:
            more["reasons"] = _told(page.reasons.get(product.id, ()))
        products.append(f"{live.fresh.json(product)[:-1]},{json.dumps(more)[1:]}")
    return _listed(products, body, tastes)


async def _every_product(request: Request) -> Response:
    store, params = ports_of(request).store, request.query_params
    limit, after = limit_of(params), params.get("cursor", "")
    query = {"_id": {"$gt": after}, "deleted": False}
    documents = await store.find(PRODUCTS, query, sort=(("_id", 1),), limit=limit)
    products: list[Product] = []
    fresh = live_catalog(store).fresh
    for brand in dict.fromkeys(one["brand"] for one in documents):
        ids = [one["product"]["id"] for one in documents if one["brand"] == brand]
        products += (await fresh.get(brand, ids)).values()
    body = {
        "total": await store.count(PRODUCTS, {"deleted": False}),
        "nextCursor": documents[-1]["_id"] if len(documents) == limit else None,
    }
    return _listed([fresh.json(each) for each in products], body)


def _told(reasons: Iterable[Reason]) -> list[dict[str, object]]:
    """Return reasons as they are shown."""
    return [each.wire() for each in reasons]


def _listed(products: list[str], body: dict[str, Any], tastes: Tastes | None = None) -> Response:
    """Return a list whose products are JSON already."""
    rest = json.dumps(body, ensure_ascii=False)[1:]
    text = f'{{"products":[{",".join(products)}],{rest}'
    return Response(text, media_type="application/json", headers=freshness(tastes))


async def _product(request: Request, key: str) -> Product:
    asked, store = request.query_params.get("brand"), ports_of(request).store
    for brand in [asked] if asked else shelves():
        found = await details(live_catalog(store).fresh, store, brand, [key])
        if key in found:
            return found[key]
    raise ProblemError(404, "Not found", "I couldn't find any products matching your search.")


def _kind(asked: str) -> Recommendation:
    for known in get_args(Recommendation):
        if known == asked:
            return known
    raise ProblemError(400, "Invalid request", f"kind is one of {get_args(Recommendation)}.")


BROWSE_ROUTES: Final = (
    Route("/v1/products", list_products, methods=["GET"]),
    Route("/v1/products/search", search_products, methods=["GET"]),
    Route("/v1/products/{key}", show_product, methods=["GET"]),
    Route("/v1/products/{key}/recommendations", recommend_products, methods=["GET"]),
    Route("/v1/categories", list_categories, methods=["GET"]),
    Route("/v1/media/products/{file}.svg", picture, methods=["GET"]),
)
