"""The one place where an order becomes paid for."""

from datetime import datetime

from functions.order.outcome import about, answer, emit, stock
from functions.order.state import OrderState
from shared.events.carts import CartOrdered
from shared.events.customers import MemorySignals
from shared.events.orders import OrderConfirmed, OrderCreated, OrderReceiptRequested
from shared.function.decision import Emit
from shared.item_signals import item_signal
from shared.models.order import OrderStatus


def confirm(state: OrderState, now: datetime) -> tuple[OrderState, tuple[Emit, ...]]:
    """Return the confirmed order: its goods are sold, its lines leave the cart.

    Whoever still waits for the order to be placed, or for a new link, is answered.
    """
    before = state
    state = state.model_copy(
        update={
            "status": OrderStatus.CONFIRMED,
            "confirmed_at": now,
            "hold": "sold",
            "expiring": False,
            "pay_again": False,
            "payment_expires_at": None,
            "reply_to": None,
            "waiting_for_link": (),
        }
    )
    emits: list[Emit] = []
    if before.status is OrderStatus.RESERVING:
        emits.append(emit(state, OrderCreated(**about(state), reply_to=before.reply_to)))
    ordered = CartOrdered(
        customer_id=state.customer_id, order_number=state.number, lines=state.quote.lines
    )
    bought = MemorySignals(
        customer_id=state.customer_id,
        signals=tuple(item_signal("purchase", line, now) for line in state.quote.lines),
    )
    receipt = OrderReceiptRequested(number=state.number)
    emits += [
        emit(state, OrderConfirmed(**about(state))),
        stock(state, "sell"),
        emit(state, ordered),
        emit(state, bought),
    ]
    emits.append(emit(state, receipt))
    for call in before.waiting_for_link:
        emits += answer(state, "pay_again", call, "nothing_to_pay")
    return state, tuple(emits)
