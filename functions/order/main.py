"""Orders: the checkout saga, payments, parcels, what may change afterwards.

In: `store.order.create`, `store.order.request`, answers of the catalog (stock) and the cart
(codes), commands to itself that call providers and carriers, its timers; HTTP `/v1/orders`,
`/v1/admin/orders`, `/v1/payments`, `/v1/shipments`, `/v1/admin/audit`. Out: stock and code
requests, order facts and results to the seller, payment facts, `store.cart.ordered`.
State: `orders`, `order_numbers`, `counters`, receipts in the object store; the `test` provider's
books in `test_payments`.
"""

from functions.order.admin_api import admin_routes
from functions.order.changes_api import change_routes
from functions.order.events_in import order_is_asked, order_is_placed, saga_goes_on
from functions.order.forgetting import Forgetting
from functions.order.outside import Outside
from functions.order.shopper_api import ShopperApi
from functions.order.webhooks import Webhooks
from functions.order.work import Work
from shared.events.carts import CodeUseResult
from shared.events.failures import RequestFailed
from shared.events.orders import (
    OrderCreate,
    OrderPaymentDue,
    OrderRequested,
    OrdersAnonymiseRequested,
)
from shared.events.products import StockResult
from shared.function.serving import Function, serve


def order_function(outside: Outside) -> Function:
    """Return the function over what it reaches outside."""
    work = Work(outside)
    return Function(
        "order-processor",
        on={
            OrderCreate: order_is_placed,
            OrderRequested: order_is_asked,
            StockResult: saga_goes_on,
            CodeUseResult: saga_goes_on,
            OrderPaymentDue: saga_goes_on,
            RequestFailed: saga_goes_on,
            OrdersAnonymiseRequested: Forgetting(outside).anonymise,
            **work.handlers(),
        },
        routes=[
            *ShopperApi(work).routes(),
            *change_routes(),
            *admin_routes(),
            *Webhooks(outside).routes(),
        ],
    )


FUNCTION = order_function(Outside())
main = serve(FUNCTION)
