"""Orders for the tests: one quote, and the way to every status through the rules."""

from datetime import UTC, datetime, timedelta
from functools import cache

from functions.order.decide import OrderInput, decide, decide_create, decide_request
from functions.order.inputs import (
    GoodsReceived,
    PaymentClosed,
    PaymentOpened,
    PaymentReported,
    Placement,
    RefundReported,
    ShipAsked,
    ShipmentDelivered,
    ShipmentTaken,
    ShopCancels,
    Terms,
)
from functions.order.outcome import OrderDecision
from functions.order.state import OrderState
from shared.events.carts import CodeUseResult
from shared.events.event import Event, ReplyTo
from shared.events.orders import OrderAction, OrderCreate, OrderPaymentDue, OrderRequested
from shared.events.products import StockLine, StockResult
from shared.models.cart import Address, DeliveryChoice, LineItem, Quote, Totals
from shared.models.money import Money

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=16)
NUMBER = "LU-100001"
ORDER_ID = "7d8a3a5e-6a3b-5d0e-9b2e-0a4f6c1d2e3f"
CALL = ReplyTo(conversation="fashion|c1", turn_id="t1", call_id="k1")
OTHER_CALL = ReplyTo(conversation="fashion|c1", turn_id="t2", call_id="k2")


def usd(minor: int) -> Money:
    return Money(amount_minor=minor, currency="USD")


SHOES = LineItem(
    sku="SHOE-42",
    product_id="shoe",
    title="Running shoes",
    quantity=1,
    unit_price=usd(8900),
    line_total=usd(8900),
    discount=usd(-890),
)
SOCKS = LineItem(
    sku="SOCK-M",
    product_id="sock",
    title="Socks",
    quantity=3,
    unit_price=usd(700),
    line_total=usd(2100),
    discount=usd(-210),
)
QUOTE = Quote(
    id="q1",
    cart_id="cart1",
    cart_version=3,
    brand="fashion",
    customer_id="ana",
    lines=(SHOES, SOCKS),
    codes=("WELCOME10",),
    address=Address(line1="1 Main St", city="Austin", country="US"),
    delivery=DeliveryChoice(id="std", name="Standard", price=usd(500), days_min=2, days_max=4),
    totals=Totals(
        subtotal=usd(11000), discount=usd(-1100), shipping=usd(500), tax=usd(0), total=usd(10400)
    ),
    expires_at=NOW + timedelta(minutes=10),
)
TERMS = Terms(return_days=30, refund_limit=usd(20000), countries=("US", "BR"))
PLACEMENT = Placement(
    id=ORDER_ID,
    number=NUMBER,
    brand="fashion",
    provider="test",
    prices={"SHOE-42": usd(8900), "SOCK-M": usd(700)},
    payment_seconds=900,
)
CREATE = OrderCreate(
    reply_to=CALL, conversation="fashion|c1", customer_id="ana", language="en", quote=QUOTE
)
HELD = StockResult(action="hold", order_number=NUMBER, held=True)
SHORT = StockResult(
    action="hold",
    order_number=NUMBER,
    held=False,
    short=(StockLine(sku="SOCK-M", quantity=1),),
)
CLAIMED = CodeUseResult(order_number=NUMBER, claimed=True)
CODE_REFUSED = CodeUseResult(order_number=NUMBER, claimed=False, refused=("WELCOME10",))
DUE = OrderPaymentDue(number=NUMBER)
SHIP = ShipAsked(carrier="manual", tracking_number="TR-1")
TAKEN = ShipmentTaken(tracking_number="TR-1")
DELIVERED = ShipmentDelivered(at=NOW + timedelta(days=3))


def request(action: OrderAction, *skus: str, confirmed: bool = True) -> OrderRequested:
    return OrderRequested(
        reply_to=OTHER_CALL,
        customer_id="ana",
        action=action,
        number=NUMBER,
        skus=skus,
        confirmed=confirmed,
        address=Address(line1="9 Side St", country="US") if action == "change_address" else None,
    )


def attempt_id(state: OrderState, index: int = -1) -> str:
    return state.attempts[index].id


def opened(state: OrderState) -> PaymentOpened:
    return PaymentOpened(attempt_id=attempt_id(state), url=f"https://pay/{attempt_id(state)}")


def closed(state: OrderState) -> PaymentClosed:
    return PaymentClosed(attempt_id=attempt_id(state))


def paid(state: OrderState, index: int = -1, minor: int = 10400) -> PaymentReported:
    return PaymentReported(
        attempt_id=attempt_id(state, index), outcome="succeeded", amount=usd(minor)
    )


def failed(state: OrderState) -> PaymentReported:
    return PaymentReported(attempt_id=attempt_id(state), outcome="failed", amount=usd(10400))


def settled(state: OrderState, index: int = -1) -> RefundReported:
    return RefundReported(refund_id=state.refunds[index].id, settled=True)


def placed(order: OrderCreate = CREATE, placement: Placement = PLACEMENT) -> OrderDecision:
    return decide_create(None, order, placement, NOW)


def after(state: OrderState, *happened: OrderInput, now: datetime = NOW) -> OrderState:
    for one in happened:
        state = decide(state, one, now).state
    return state


def asked(state: OrderState, asking: OrderRequested, now: datetime = NOW) -> OrderDecision:
    return decide_request(state, asking, TERMS, now)


def types(decision: OrderDecision) -> list[str]:
    return [type(emit.event).__name__ for emit in decision.emits]


def events(decision: OrderDecision, kind: type[Event]) -> list[Event]:
    return [emit.event for emit in decision.emits if type(emit.event) is kind]


@cache
def states() -> dict[str, OrderState]:
    """Return an order in every situation that the rules tell apart."""
    reserving = placed().state
    ready = after(reserving, HELD, CLAIMED)
    pending = after(ready, opened(ready))
    payment_failed = after(pending, failed(pending))
    expiring = after(pending, DUE, now=LATER)
    confirmed = after(pending, paid(pending))
    shipping = after(confirmed, SHIP)
    shipped = after(shipping, TAKEN)
    delivered = after(shipped, DELIVERED)
    coming_back = asked(delivered, request("return")).state
    returned = after(coming_back, GoodsReceived())
    return {
        "reserving": reserving,
        "ready": ready,
        "pending": pending,
        "payment_failed": payment_failed,
        "expiring": expiring,
        "confirmed": confirmed,
        "shipping": shipping,
        "shipped": shipped,
        "delivered": delivered,
        "coming_back": coming_back,
        "returned": returned,
        "refunded": after(returned, settled(returned)),
        "rejected": after(reserving, SHORT),
        "expired": after(expiring, closed(expiring), now=LATER),
        "cancelled_paid": after(confirmed, ShopCancels()),
    }
