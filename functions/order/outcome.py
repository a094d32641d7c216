"""How the order's rules say what follows: events about the order, and refusals."""

from datetime import datetime
from typing import Final, Literal, TypedDict

from functions.order.state import OrderState
from functions.order.view import view
from shared.events.event import Event, ReplyTo
from shared.events.orders import OrderAction, OrderPaymentDue, OrderResult
from shared.events.products import StockLine, StockRequested
from shared.function.decision import Decision, Emit
from shared.models.cart import LineItem
from shared.models.order import OrderView


class About(TypedDict):
    """Fields of `OrderFact`."""

    conversation: str | None
    customer_id: str
    order: OrderView


OrderDecision = Decision[OrderState]

Refusal = Literal[
    "not_found",
    "not_allowed_in_status",
    "too_late",
    "needs_confirmation",
    "needs_person",
    "window_over",
    "nothing_to_pay",
    "unavailable",
]

Timer = Literal["reserve-due", "payment-due", "close-due", "shipment"]
TIMERS: Final[tuple[Timer, ...]] = ("reserve-due", "payment-due", "close-due")
"""Timers that an order needs no more once it is paid or over."""


def emit(state: OrderState, event: Event) -> Emit:
    """Return an event about this order."""
    return Emit(event=event, subject=state.number, brand=state.brand)


def about(state: OrderState) -> About:
    """Return the fields that every fact of this order has: whom and where to tell what."""
    return About(conversation=state.conversation, customer_id=state.customer_id, order=view(state))


def due(state: OrderState, at: datetime, timer: Timer) -> Emit:
    """Return the timer that prompts the end of an unpaid order."""
    return Emit(
        event=OrderPaymentDue(number=state.number),
        subject=state.number,
        brand=state.brand,
        not_before=at,
        timer=timer,
    )


def stock(
    state: OrderState,
    action: Literal["hold", "sell", "release", "restock"],
    lines: tuple[LineItem, ...] | None = None,
    restock_id: str | None = None,
) -> Emit:
    """Return a request about the order's pieces: equal SKUs merged, in SKU order."""
    pieces: dict[str, int] = {}
    for line in lines if lines is not None else state.quote.lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    request = StockRequested(
        action=action,
        order_number=state.number,
        lines=tuple(StockLine(sku=sku, quantity=pieces[sku]) for sku in sorted(pieces)),
        restock_id=restock_id,
    )
    return emit(state, request)


def answer(
    state: OrderState,
    action: OrderAction,
    reply_to: ReplyTo | None,
    refusal: Refusal | None = None,
) -> tuple[Emit, ...]:
    """Return the answer to a tool call that waits; REST callers read the decision's result."""
    if reply_to is None:
        return ()
    result = OrderResult(
        reply_to=reply_to,
        action=action,
        done=refusal is None,
        orders=(view(state),),
        refusal=refusal,
    )
    return (emit(state, result),)


def refused(state: OrderState, refusal: Refusal, emits: tuple[Emit, ...] = ()) -> OrderDecision:
    """Return the decision that nothing changes, and why."""
    return Decision(state=state, emits=emits, result={"refusal": refusal})


def done(state: OrderState, *emits: Emit, cancels: tuple[Timer, ...] = ()) -> OrderDecision:
    """Return the decision that the order is now `state`."""
    return Decision(state=state, emits=emits, cancels=cancels, result={"order": view(state).wire()})


def unchanged(state: OrderState) -> OrderDecision:
    """Return the decision for something that came twice or too late to matter."""
    return Decision(state=state, result={"order": view(state).wire()})
