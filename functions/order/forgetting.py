"""Takes what is personal out of orders whose customer asked to be forgotten.

Figures, articles and dates stay: the books need them. Orders still under way keep what they need
to arrive; they are asked about again later.
"""

from datetime import datetime
from typing import Final

from functions.order.outside import Outside
from functions.order.receipt import receipt_key
from functions.order.records import ORDERS
from functions.order.state import LIVE, OrderState
from functions.order.work import Work
from shared.events.orders import OrdersAnonymiseRequested
from shared.function.decision import Decision
from shared.function.delivery import Delivery
from shared.models.cart import Address
from shared.models.order import OrderStatus

OVER: Final = frozenset(
    {
        OrderStatus.DELIVERED,
        OrderStatus.CANCELLED,
        OrderStatus.RETURNED,
        OrderStatus.REFUNDED,
        OrderStatus.REJECTED,
    }
)
NOWHERE: Final = Address(line1="-")
MOST: Final = 1000


class Forgetting:
    """Handles the command, with what it reaches outside."""

    def __init__(self, outside: Outside) -> None:
        self._work = Work(outside)
        self._documents = outside.documents

    async def anonymise(self, event: OrdersAnonymiseRequested, delivery: Delivery) -> None:
        """Anonymise all orders of a customer that are over, and their receipts."""
        found = await delivery.store.find(
            ORDERS.collection,
            {"state.customer_id": event.customer_id, "state.erased": {"$ne": True}},
            limit=MOST,
        )
        for document in found:
            state = ORDERS.load(document)
            if is_over(state):
                await self._forget(document["_id"], anonymised(state, delivery.now), delivery)

    async def _forget(self, key: str, after: OrderState, delivery: Delivery) -> None:
        """Rewrite the receipt, then the record: once that is done nobody looks again."""
        if await self._documents.get(receipt_key(after)) is not None:
            await self._work.store_receipt(after)

        def decide(state: OrderState | None) -> Decision[OrderState | None]:
            if state is None or state.erased or not is_over(state):
                return Decision(state)
            return Decision(anonymised(state, delivery.now))

        await delivery.apply(ORDERS, key, decide, step=f"anonymise|{key}")


def is_over(state: OrderState) -> bool:
    """Tell whether nothing can come any more that needs the customer: no parcel, no money."""
    return (
        state.status in OVER
        and not any(one.status in LIVE for one in state.attempts)
        and not any(one.status == "requested" for one in state.refunds)
        and not any(one.status == "announced" for one in state.returns)
    )


def anonymised(state: OrderState, now: datetime) -> OrderState:
    """Return the order with nothing personal in it."""
    return state.model_copy(
        update={
            "erased": True,
            "address": NOWHERE,
            "quote": state.quote.model_copy(update={"address": NOWHERE}),
            "conversation": None,
            "reply_to": None,
            "waiting_for_link": (),
            "returns": tuple(one.model_copy(update={"reason": ""}) for one in state.returns),
            "shipping": None,
            "shipments": tuple(
                one.model_copy(update={"tracking_number": "", "tracking_url": None})
                for one in state.shipments
            ),
            "updated_at": now,
        }
    )
