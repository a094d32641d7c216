"""Who looked at a product over HTTP, told to the memory after the answer is out."""

from starlette.background import BackgroundTask
from starlette.requests import Request

from shared.caller import web_id_of
from shared.clock import now
from shared.customers import web_customer
from shared.errors import DependencyError
from shared.events.products import ProductViewed
from shared.function.decision import Emit
from shared.function.rest import ports_of, rest_delivery
from shared.log import log
from shared.models.product import Product


def remembered(request: Request, product: Product) -> BackgroundTask | None:
    """Return the work that tells of a view; only of known shoppers, none becomes one by looking."""
    web_id = web_id_of(request)
    return BackgroundTask(tell, request, web_id, product) if web_id else None


async def tell(request: Request, web_id: str, product: Product) -> None:
    """Publish that a shopper looked at a product: once an hour, and never a reason to fail."""
    at = now()
    try:
        customer_id = await web_customer(ports_of(request).store, web_id)
        if customer_id is None:
            return
        viewed = ProductViewed(
            customer_id=customer_id, product_id=product.id, category=product.category, at=at
        )
        delivery = rest_delivery(
            request, caller=customer_id, operation="products.view", brand=product.brand
        )
        key = f"{customer_id}|{product.brand}|{product.id}|{at:%Y%m%d%H}"
        await delivery.publish(Emit(viewed, product.id, channel="web", key=key))
    except DependencyError as error:
        log().info("view.not_told", dependency=error.name)
