"""What the shop's people may do to an order beside shipping it."""

from functions.order.ending import end_paid, end_unpaid
from functions.order.inputs import ShopRefunds
from functions.order.outcome import OrderDecision, done, refused
from functions.order.refunds import AFTER_SALE, refund_part
from functions.order.requests import BEFORE_LEAVING
from functions.order.state import OrderState, refundable


def shop_cancels(state: OrderState) -> OrderDecision:
    """Decide whether the shop may still cancel: not once a parcel was given away."""
    if state.unpaid:
        return end_unpaid(state, "shop")
    if state.status in BEFORE_LEAVING and state.shipping is None:
        return end_paid(state, "shop")
    return refused(state, "not_allowed_in_status")


def shop_refunds(state: OrderState, refund: ShopRefunds) -> OrderDecision:
    """Decide a refund by a person: any amount that is left.

    All of it before the goods leave is a cancellation, or they would be sent for nothing.
    """
    left = refundable(state)
    amount = refund.amount or left
    if state.status not in BEFORE_LEAVING | AFTER_SALE:
        return refused(state, "not_allowed_in_status")
    if amount.currency != left.currency or not 0 < amount.amount_minor <= left.amount_minor:
        return refused(state, "unavailable")
    if state.status in BEFORE_LEAVING and amount == left:
        return shop_cancels(state)
    state, requests = refund_part(state, amount, refund.reason or "given by the shop")
    return done(state, *requests)
