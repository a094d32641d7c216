"""Which order a shopper means who names none."""

from collections.abc import Sequence
from typing import Final

from functions.order.state import OrderState
from shared.events.orders import OrderAction
from shared.models.order import OrderStatus

UNPAID: Final = frozenset({OrderStatus.RESERVING, OrderStatus.PENDING_PAYMENT})
NOT_LEFT: Final = frozenset({OrderStatus.CONFIRMED, OrderStatus.PROCESSING})
ARRIVED: Final = frozenset({OrderStatus.DELIVERED})
APPLIES: Final[dict[OrderAction, frozenset[OrderStatus]]] = {
    "cancel": UNPAID | NOT_LEFT | {OrderStatus.SHIPPED},
    "change_address": UNPAID | NOT_LEFT,
    "pay_again": UNPAID,
    "return": ARRIVED,
    "exchange": ARRIVED,
    "refund": ARRIVED | NOT_LEFT,
}


def meant(orders: Sequence[OrderState], action: OrderAction) -> OrderState | None:
    """Return the latest order that the action could apply to, else the latest of all.

    Args:
        orders: of one customer, newest first.
        action: what is asked.
    """
    statuses = APPLIES.get(action)
    fitting = (one for one in orders if statuses is None or one.status in statuses)
    return next(fitting, orders[0] if orders else None)
