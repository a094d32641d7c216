"""Every situation of an order by everything that can happen to it."""

from collections.abc import Callable

import pytest

from functions.order.decide import OrderInput, decide
from functions.order.inputs import GoodsReceived, ShopCancels, ShopRefunds
from functions.order.outcome import OrderDecision
from functions.order.state import OrderState
from shared.events.failures import RequestFailed
from shared.events.orders import OrderAction
from shared.events.payments import PaymentOpenRequested
from tests.functions.order import orders
from tests.functions.order.orders import LATER, NOW, NUMBER, asked, request, states, types

OPEN_FAILED = RequestFailed(
    failed_type=PaymentOpenRequested.type,
    failed_id="e1",
    consumer="order-processor",
    reason="provider down",
    order_number=NUMBER,
)
HAPPENINGS: dict[str, Callable[[OrderState], OrderInput]] = {
    "held": lambda _: orders.HELD,
    "short": lambda _: orders.SHORT,
    "claimed": lambda _: orders.CLAIMED,
    "code_refused": lambda _: orders.CODE_REFUSED,
    "opened": orders.opened,
    "closed": orders.closed,
    "paid": orders.paid,
    "failed": orders.failed,
    "underpaid": lambda state: orders.paid(state, minor=1),
    "due": lambda _: orders.DUE,
    "open_failed": lambda _: OPEN_FAILED,
    "refund_settled": orders.settled,
    "ship": lambda _: orders.SHIP,
    "taken": lambda _: orders.TAKEN,
    "delivered": lambda _: orders.DELIVERED,
    "received": lambda _: GoodsReceived(),
    "shop_cancels": lambda _: ShopCancels(),
    "shop_refunds": lambda _: ShopRefunds(),
}
ASKINGS: tuple[OrderAction, ...] = (
    "cancel",
    "return",
    "refund",
    "exchange",
    "change_address",
    "pay_again",
    "status",
)
CLOSED = "OrderCancelled PaymentCloseRequested StockRequested CodeUseRequested"
PAID_BACK = "OrderCancelled RefundRequested StockRequested CodeUseRequested"
SENT_BACK = "RefundRequested OrderCancelled StockRequested CodeUseRequested"
RELEASED = "OrderCancelled StockRequested CodeUseRequested"
SOLD = "StockRequested CartOrdered MemorySignals OrderReceiptRequested"
CONFIRMED = f"PaymentSucceeded OrderConfirmed {SOLD}"
AT_ONCE = f"PaymentSucceeded OrderCreated OrderConfirmed {SOLD}"
CHANGES = {
    ("reserving", "held"): ("reserving", ""),
    ("reserving", "short"): ("rejected", "OrderRejected"),
    ("reserving", "claimed"): ("reserving", ""),
    ("reserving", "code_refused"): ("rejected", "OrderRejected"),
    ("reserving", "due"): ("cancelled", "OrderCancelled"),
    ("reserving", "shop_cancels"): ("cancelled", "OrderCancelled"),
    ("reserving", "open_failed"): ("cancelled", "OrderCancelled"),
    ("reserving", "ask_cancel"): ("cancelled", "OrderCancelled"),
    ("reserving", "ask_change_address"): ("reserving", ""),
    ("ready", "opened"): ("pending_payment", "OrderCreated PaymentRequested OrderPaymentDue"),
    ("ready", "paid"): (
        "confirmed",
        AT_ONCE,
    ),
    ("ready", "failed"): ("cancelled", RELEASED),
    ("ready", "underpaid"): (
        "cancelled",
        SENT_BACK,
    ),
    ("ready", "due"): (
        "cancelled",
        CLOSED,
    ),
    ("ready", "shop_cancels"): (
        "cancelled",
        CLOSED,
    ),
    ("ready", "open_failed"): (
        "cancelled",
        CLOSED,
    ),
    ("ready", "ask_cancel"): (
        "cancelled",
        CLOSED,
    ),
    ("ready", "ask_change_address"): ("reserving", ""),
    ("pending", "paid"): (
        "confirmed",
        CONFIRMED,
    ),
    ("pending", "failed"): ("pending_payment", "PaymentFailed"),
    ("pending", "underpaid"): ("pending_payment", "RefundRequested"),
    ("pending", "due"): ("pending_payment", "PaymentCloseRequested OrderPaymentDue"),
    ("pending", "shop_cancels"): (
        "cancelled",
        CLOSED,
    ),
    ("pending", "ask_cancel"): (
        "cancelled",
        CLOSED,
    ),
    ("pending", "ask_change_address"): ("pending_payment", ""),
    ("payment_failed", "opened"): ("pending_payment", "PaymentCloseRequested"),
    ("payment_failed", "paid"): (
        "confirmed",
        CONFIRMED,
    ),
    ("payment_failed", "underpaid"): ("pending_payment", "RefundRequested"),
    ("payment_failed", "due"): ("cancelled", RELEASED),
    ("payment_failed", "shop_cancels"): (
        "cancelled",
        RELEASED,
    ),
    ("payment_failed", "ask_cancel"): (
        "cancelled",
        RELEASED,
    ),
    ("payment_failed", "ask_change_address"): ("pending_payment", ""),
    ("payment_failed", "ask_pay_again"): ("pending_payment", "PaymentCloseRequested"),
    ("expiring", "opened"): ("pending_payment", "PaymentCloseRequested"),
    ("expiring", "closed"): ("cancelled", RELEASED),
    ("expiring", "paid"): (
        "confirmed",
        CONFIRMED,
    ),
    ("expiring", "underpaid"): (
        "cancelled",
        SENT_BACK,
    ),
    ("expiring", "due"): (
        "cancelled",
        CLOSED,
    ),
    ("expiring", "shop_cancels"): (
        "cancelled",
        CLOSED,
    ),
    ("expiring", "ask_cancel"): (
        "cancelled",
        CLOSED,
    ),
    ("expiring", "ask_change_address"): ("pending_payment", ""),
    ("confirmed", "ship"): ("processing", "OrderShipmentRequested"),
    ("confirmed", "shop_cancels"): (
        "cancelled",
        PAID_BACK,
    ),
    ("confirmed", "shop_refunds"): (
        "cancelled",
        PAID_BACK,
    ),
    ("confirmed", "ask_cancel"): (
        "cancelled",
        PAID_BACK,
    ),
    ("confirmed", "ask_refund"): (
        "cancelled",
        PAID_BACK,
    ),
    ("confirmed", "ask_change_address"): ("confirmed", ""),
    ("shipping", "taken"): ("shipped", "OrderShipped"),
    ("shipping", "ask_cancel"): ("processing", "OrderReturned"),
    ("shipping", "ask_refund"): ("processing", "OrderReturned"),
    ("shipped", "delivered"): ("delivered", "OrderDelivered"),
    ("shipped", "shop_refunds"): ("shipped", "RefundRequested"),
    ("shipped", "ask_cancel"): ("shipped", "OrderReturned"),
    ("delivered", "shop_refunds"): ("delivered", "RefundRequested"),
    ("delivered", "ask_return"): ("delivered", "OrderReturned"),
    ("delivered", "ask_refund"): ("delivered", "OrderReturned RefundRequested"),
    ("coming_back", "received"): ("returned", "StockRequested RefundRequested"),
    ("coming_back", "shop_refunds"): ("delivered", "RefundRequested"),
    ("returned", "refund_settled"): ("refunded", "OrderRefunded"),
    ("rejected", "claimed"): ("rejected", "CodeUseRequested"),
    ("rejected", "code_refused"): ("rejected", ""),
    ("expired", "opened"): ("cancelled", "PaymentCloseRequested"),
    ("expired", "paid"): ("cancelled", "PaymentSucceeded RefundRequested"),
    ("expired", "underpaid"): ("cancelled", "RefundRequested"),
    ("cancelled_paid", "refund_settled"): ("cancelled", "OrderRefunded"),
}
"""What changes the order or is told; every other pair leaves it as it was and tells nobody."""


def happens(state_name: str, happening: str) -> OrderDecision | None:
    state = states()[state_name]
    if happening.startswith("ask_"):
        now = LATER if state_name == "expiring" else NOW
        action: OrderAction = next(one for one in ASKINGS if happening == f"ask_{one}")
        return asked(state, request(action), now)
    try:
        return decide(state, HAPPENINGS[happening](state), LATER)
    except IndexError:
        return None  # there is no attempt or refund yet that it could be about


@pytest.mark.parametrize("state_name", states())
@pytest.mark.parametrize("happening", [*HAPPENINGS, *(f"ask_{one}" for one in ASKINGS)])
def test_only_legal_transitions_change_an_order(state_name: str, happening: str) -> None:
    before = states()[state_name]

    decision = happens(state_name, happening)

    if decision is None:
        assert (state_name, happening) not in CHANGES
        return
    told = " ".join(one for one in types(decision) if one != "OrderResult")
    if (state_name, happening) in CHANGES:
        assert (decision.state.status.value, told) == CHANGES[(state_name, happening)]
    else:
        assert decision.state is before
        assert told == ""


@pytest.mark.parametrize("state_name", states())
@pytest.mark.parametrize("action", ASKINGS)
def test_whoever_asks_in_a_conversation_is_answered(state_name: str, action: OrderAction) -> None:
    decision = asked(states()[state_name], request(action), NOW)

    waits_for_the_link = bool(decision.state.waiting_for_link)
    assert types(decision).count("OrderResult") == (0 if waits_for_the_link else 1)
