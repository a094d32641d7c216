"""The catalog: finds and recommends products, keeps their stock, answers frequent questions.

In: `store.product.query`, `store.product.recommend`, `store.product.stock.request`; REST.
Out: their results, `store.product.viewed`, `store.product.updated`, `store.product.stock.low`.
State: `products`, `stock`, `faq`, `bought`; the search index is a copy in each pod's memory.
"""

from functions.catalog.admin import BRAND_ROUTES
from functions.catalog.admin_faq import FAQ_ROUTES
from functions.catalog.admin_products import PRODUCT_ROUTES
from functions.catalog.admin_stock import STOCK_ROUTES
from functions.catalog.browse import BROWSE_ROUTES
from functions.catalog.bulk import BULK_ROUTES
from functions.catalog.live import live_catalog
from functions.catalog.questions import on_query, on_recommend
from functions.catalog.stockroom import on_stock_request
from shared.events.products import ProductQuery, ProductRecommend, StockRequested
from shared.function.ports import real_ports
from shared.function.serving import Function, serve


async def warm_up() -> None:
    """Build the index before the first question comes."""
    live_catalog(real_ports().store).start()


FUNCTION = Function(
    "product-catalog",
    on={
        ProductQuery: on_query,
        ProductRecommend: on_recommend,
        StockRequested: on_stock_request,
    },
    routes=[
        *BROWSE_ROUTES,
        *BULK_ROUTES,
        *PRODUCT_ROUTES,
        *STOCK_ROUTES,
        *FAQ_ROUTES,
        *BRAND_ROUTES,
    ],
    background=warm_up,
)
main = serve(FUNCTION)
