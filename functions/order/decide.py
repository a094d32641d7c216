"""The order's rules: one state and one thing that happened make the next state."""

from dataclasses import replace
from datetime import datetime

from functions.order.create import place, place_again
from functions.order.failures import request_failed
from functions.order.fulfilment import ship_asked, shipment_delivered, shipment_taken
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
    ShopRefunds,
    Terms,
)
from functions.order.outcome import OrderDecision
from functions.order.paying_time import payment_closed, payment_due
from functions.order.payments import payment_opened, payment_reported
from functions.order.refunds import refund_reported
from functions.order.requests import order_requested
from functions.order.reserve import codes_answered, stock_answered
from functions.order.returns import goods_received
from functions.order.shop_acts import shop_cancels, shop_refunds
from functions.order.state import OrderState
from shared.events.carts import CodeUseResult
from shared.events.failures import RequestFailed
from shared.events.orders import OrderCreate, OrderPaymentDue, OrderRequested
from shared.events.products import StockResult

SagaInput = StockResult | CodeUseResult | OrderPaymentDue | RequestFailed
PaymentInput = PaymentOpened | PaymentClosed | PaymentReported | RefundReported
ShopInput = (
    ShipAsked | ShipmentTaken | ShipmentDelivered | GoodsReceived | ShopCancels | ShopRefunds
)
OrderInput = SagaInput | PaymentInput | ShopInput


def decide_create(
    state: OrderState | None, order: OrderCreate, placement: Placement, now: datetime
) -> OrderDecision:
    """Decide what a confirmed quote becomes; the same quote never becomes two orders."""
    if state is None:
        return place(order, placement, now)
    return _settled(state, place_again(_touched(state, now), order))


def decide_request(
    state: OrderState, request: OrderRequested, terms: Terms, now: datetime
) -> OrderDecision:
    """Decide what a shopper asked of an order."""
    return _settled(state, order_requested(_touched(state, now), request, terms, now))


def decide(state: OrderState, happened: OrderInput, now: datetime) -> OrderDecision:
    """Decide everything else: answers of the catalog, the cart, providers; acts of the shop."""
    return _settled(state, _decided(_touched(state, now), happened, now))


def _decided(state: OrderState, happened: OrderInput, now: datetime) -> OrderDecision:
    match happened:
        case StockResult():
            return stock_answered(state, happened, now)
        case CodeUseResult():
            return codes_answered(state, happened, now)
        case OrderPaymentDue():
            return payment_due(state, now)
        case RequestFailed():
            return request_failed(state, happened)
        case PaymentOpened() | PaymentClosed() | PaymentReported() | RefundReported():
            return _paid(state, happened, now)
        case _:
            return _acted(state, happened, now)


def _paid(state: OrderState, happened: PaymentInput, now: datetime) -> OrderDecision:
    match happened:
        case PaymentOpened():
            return payment_opened(state, happened)
        case PaymentClosed():
            return payment_closed(state, happened)
        case PaymentReported():
            return payment_reported(state, happened, now)
        case RefundReported():
            return refund_reported(state, happened)


def _acted(state: OrderState, happened: ShopInput, now: datetime) -> OrderDecision:
    match happened:
        case ShipAsked():
            return ship_asked(state, happened, now)
        case ShipmentTaken():
            return shipment_taken(state, happened, now)
        case ShipmentDelivered():
            return shipment_delivered(state, happened)
        case GoodsReceived():
            return goods_received(state, happened)
        case ShopCancels():
            return shop_cancels(state)
        case ShopRefunds():
            return shop_refunds(state, happened)


def _touched(state: OrderState, now: datetime) -> OrderState:
    return state.model_copy(update={"updated_at": now})


def _settled(before: OrderState, decision: OrderDecision) -> OrderDecision:
    """Return the decision with the very state as before if nothing but the time changed."""
    if decision.state.model_copy(update={"updated_at": before.updated_at}) == before:
        return replace(decision, state=before)
    return decision
