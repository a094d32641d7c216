"""Carts of shoppers and the uses of discount codes.

In: `store.cart.request`, `store.cart.ordered`, `store.cart.abandonment.due` (a timer of its own),
`store.cart.code.request`; `/v1/cart`, `/v1/admin/codes`.
Out: `store.cart.updated`, `store.cart.item.added`, `store.cart.item.removed`,
`store.cart.abandoned`, `store.cart.code.result`.
State: `carts`, `codes`, `code_uses`; reads `products` and `stock`.
"""

from functions.cart import admin, api
from functions.cart.handlers import (
    abandonment_due,
    cart_ordered,
    cart_requested,
    code_use_requested,
)
from shared.events.carts import CartAbandonmentDue, CartOrdered, CartRequested, CodeUseRequested
from shared.function.serving import Function, serve

FUNCTION = Function(
    "cart",
    on={
        CartRequested: cart_requested,
        CartOrdered: cart_ordered,
        CartAbandonmentDue: abandonment_due,
        CodeUseRequested: code_use_requested,
    },
    routes=[*api.ROUTES, *admin.ROUTES],
)
main = serve(FUNCTION)
