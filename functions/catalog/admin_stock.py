"""Stock over HTTP for admins."""

from typing import Any, Final

from pydantic import Field, model_validator
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.catalog import shelving
from functions.catalog.admin import Answered, admin_call
from functions.catalog.holding import Moved
from functions.catalog.stock import Stock
from functions.catalog.stockroom import news, show
from shared.audit import audit
from shared.catalog_reads import STOCK, stock_key
from shared.errors import ProblemError
from shared.function.delivery import Delivery
from shared.function.rest import change, read_body
from shared.models.wire import WireModel
from shared.stores.store import Document

MOST: Final = 1_000_000_000


class StockSetting(WireModel):
    """Either the pieces there are to sell, or how many more (or fewer)."""

    available: int | None = Field(default=None, ge=0, le=MOST)
    delta: int | None = Field(default=None, ge=-MOST, le=MOST)

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "StockSetting":
        if (self.available is None) == (self.delta is None):
            raise ValueError("give available or delta")
        return self


async def set_stock(request: Request) -> Response:
    """Set a SKU's stock; pieces held for orders are not part of it."""
    call = admin_call(request, "stock.set")
    setting = await read_body(request, StockSetting)
    sku: str = request.path_params["sku"]

    async def act(delivery: Delivery) -> Answered:
        done = await _changed(delivery, call.brand.id, sku, setting)
        if done is None:
            known = await delivery.store.get(STOCK, stock_key(call.brand.id, sku))
            raise ProblemError(409, "Not so many left") if known else ProblemError(404, "Not found")
        stock, before = Stock.model_validate(done[0]), done[1]
        await audit(
            delivery,
            who=call.who,
            action="stock.set",
            subject=sku,
            before={"available": before},
            after={"available": stock.available},
        )
        await delivery.publish(*news([Moved(stock, before)]))
        await show(delivery, [stock.product_id])
        return 200, _stock(stock)

    return await change(request, call.delivery, act)


async def _changed(
    delivery: Delivery, brand: str, sku: str, setting: StockSetting
) -> tuple[Document, int] | None:
    if setting.available is not None:
        available = setting.available
        return await shelving.set_stock(delivery.store, brand, sku, available=available)
    by, cause = setting.delta or 0, delivery.origin.cause
    return await shelving.adjust_stock(
        delivery.store, brand, sku, by=by, cause=cause, now=delivery.now
    )


async def show_stock(request: Request) -> Response:
    """Return a SKU's stock: what can be sold, what is held, what was sold."""
    call = admin_call(request, "stock.show")
    key = stock_key(call.brand.id, request.path_params["sku"])
    document = await call.delivery.store.get(STOCK, key)
    if document is None:
        raise ProblemError(404, "Not found")
    return JSONResponse(_stock(Stock.model_validate(document)))


def _stock(stock: Stock) -> dict[str, Any]:
    return {
        "sku": stock.sku,
        "brand": stock.brand,
        "productId": stock.product_id,
        "available": stock.available,
        "held": sum(each.n for each in stock.holds.values()),
        "sold": stock.sold_total,
    }


STOCK_ROUTES: Final = (
    Route("/v1/admin/stock/{sku}", show_stock, methods=["GET"]),
    Route("/v1/admin/stock/{sku}", set_stock, methods=["PUT"]),
)
