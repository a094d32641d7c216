"""Carts of shoppers and the uses of discount codes.

In: `store.cart.request`, `store.cart.ordered`, `store.cart.abandonment.due` (a timer of its own),
`store.cart.code.request`, `store.customer.merged`; `/v1/cart`, `/v1/admin/codes`.
Out: `store.cart.updated`, `store.cart.item.added`, `store.cart.item.removed`,
`store.cart.abandoned`, `store.cart.code.result`; the lines of a merged cart as a request to
itself.
State: `carts`, `codes`, `code_uses`; reads `products` and `stock`.
"""

from collections.abc import Callable

from functions.cart.admin import CodesApi
from functions.cart.api import CartApi
from functions.cart.handlers import (
    abandonment_due,
    cart_ordered,
    cart_requested,
    code_use_requested,
    customers_merged,
)
from shared.events.carts import CartAbandonmentDue, CartOrdered, CartRequested, CodeUseRequested
from shared.events.customers import CustomerMerged
from shared.function.ports import Ports, real_ports
from shared.function.serving import Function, serve


def cart(ports: Callable[[], Ports] = real_ports) -> Function:
    """Return the function over `ports`."""
    return Function(
        "cart",
        on={
            CartRequested: cart_requested,
            CartOrdered: cart_ordered,
            CartAbandonmentDue: abandonment_due,
            CodeUseRequested: code_use_requested,
            CustomerMerged: customers_merged,
        },
        routes=[*CartApi(ports).routes(), *CodesApi(ports).routes()],
        ports=ports,
    )


main = serve(cart())
