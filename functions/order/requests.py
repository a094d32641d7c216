"""What a shopper asks of an order, and what the shop grants."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from functions.order.ending import end_paid, end_unpaid
from functions.order.inputs import Terms
from functions.order.outcome import OrderDecision, Refusal, answer, done, refused
from functions.order.paying_time import pay_again
from functions.order.refunds import refund_part
from functions.order.returns import announce, returnable, worth
from functions.order.state import OrderState
from shared.events.orders import OrderAction, OrderFact, OrderRequested
from shared.function.decision import Decision, Emit
from shared.models.order import OrderStatus

BEFORE_LEAVING = frozenset({OrderStatus.CONFIRMED, OrderStatus.PROCESSING})
Rule = Callable[[OrderState, OrderRequested, Terms, datetime], OrderDecision]
AFTER_DELIVERY = frozenset({OrderStatus.DELIVERED, OrderStatus.RETURNED, OrderStatus.REFUNDED})


def order_requested(
    state: OrderState, request: OrderRequested, terms: Terms, now: datetime
) -> OrderDecision:
    """Decide a shopper's request; whoever waits for it is always answered."""
    if request.customer_id != state.customer_id:
        return Decision(state=state, result={"refusal": "not_found"})
    return RULES[request.action](state, request, terms, now)


def _show(
    state: OrderState, request: OrderRequested, _terms: Terms, _now: datetime
) -> OrderDecision:
    return done(state, *answer(state, request.action, request.reply_to))


def _pay_again(
    state: OrderState, request: OrderRequested, _terms: Terms, now: datetime
) -> OrderDecision:
    return pay_again(state, request.reply_to, now)


def _cancel(
    state: OrderState, request: OrderRequested, _terms: Terms, now: datetime
) -> OrderDecision:
    refusal = _why_not_cancelled(state, request)
    if refusal:
        return _no(state, request, refusal)
    if state.unpaid:
        return _answered(end_unpaid(state, "shopper"), request)
    if state.status in BEFORE_LEAVING and state.shipping is None:
        return _answered(end_paid(state, "shopper"), request)
    skus = returnable(state, ())
    state, _, told = announce(state, skus, request.reason or "cancelled on its way", now)
    return _answered(done(state, told), request)


def _why_not_cancelled(state: OrderState, request: OrderRequested) -> Refusal | None:
    if state.status in AFTER_DELIVERY:
        return "too_late"
    ended = state.status in {OrderStatus.CANCELLED, OrderStatus.REJECTED}
    if ended or not returnable(state, ()):
        return "not_allowed_in_status"
    return None if request.confirmed else "needs_confirmation"


def _change_address(
    state: OrderState, request: OrderRequested, terms: Terms, _now: datetime
) -> OrderDecision:
    address = request.address
    if address is None:
        return _no(state, request, "unavailable")
    if not state.unpaid and state.status not in BEFORE_LEAVING:
        late = state.status in {OrderStatus.SHIPPED, *AFTER_DELIVERY}
        return _no(state, request, "too_late" if late else "not_allowed_in_status")
    if state.shipping is not None:
        return _no(state, request, "too_late")
    if address.country and address.country not in terms.countries:
        return _no(state, request, "unavailable")
    return _answered(done(state.model_copy(update={"address": address})), request)


def _return(
    state: OrderState, request: OrderRequested, terms: Terms, now: datetime
) -> OrderDecision:
    refusal = _why_not_back(state, request, terms, now)
    if refusal:
        return _no(state, request, refusal)
    skus = returnable(state, request.skus)
    state, _, told = announce(state, skus, request.reason, now)
    return _answered(done(state, told), request)


def _refund(
    state: OrderState, request: OrderRequested, terms: Terms, now: datetime
) -> OrderDecision:
    """Refund delivered goods at once against their return, up to the brand's limit in all.

    Before the goods leave, the money for all of them comes back by cancelling.
    """
    if state.status in BEFORE_LEAVING and not request.skus:
        return _cancel(state, request, terms, now)
    refusal = _why_not_back(state, request, terms, now)
    if refusal:
        return _no(state, request, refusal)
    skus = returnable(state, request.skus)
    amount = worth(state, skus)
    before = sum(one.amount.amount_minor for one in state.refunds if one.status != "failed")
    limit = terms.refund_limit
    if amount.currency != limit.currency or amount.amount_minor + before > limit.amount_minor:
        return _no(state, request, "needs_person")
    state, one, told = announce(state, skus, request.reason, now)
    state, requests = refund_part(state, amount, request.reason or "asked by the shopper", one.id)
    return _answered(done(state, told, *requests), request)


def _exchange(
    state: OrderState, request: OrderRequested, terms: Terms, now: datetime
) -> OrderDecision:
    """Refuse what could not be returned; a person arranges the new goods of the others."""
    refusal = _why_not_back(state, request, terms, now)
    return _no(state, request, refusal or "needs_person")


def _why_not_back(
    state: OrderState, request: OrderRequested, terms: Terms, now: datetime
) -> Refusal | None:
    if state.status is not OrderStatus.DELIVERED or state.delivered_at is None:
        return "not_allowed_in_status"
    if now > state.delivered_at + timedelta(days=terms.return_days):
        return "window_over"
    if not returnable(state, request.skus):
        return "not_found"
    return None if request.confirmed else "needs_confirmation"


def _answered(decision: OrderDecision, request: OrderRequested) -> OrderDecision:
    replies = answer(decision.state, request.action, request.reply_to)
    emits = decision.emits if request.reply_to is None else map(_without_telling, decision.emits)
    return replace(decision, emits=(*emits, *replies))


def _without_telling(one: Emit) -> Emit:
    """Return a fact without a conversation: the shopper reads the answer, not the news as well."""
    if not isinstance(one.event, OrderFact):
        return one
    return replace(one, event=one.event.model_copy(update={"conversation": None}))


def _no(state: OrderState, request: OrderRequested, refusal: Refusal) -> OrderDecision:
    return refused(state, refusal, answer(state, request.action, request.reply_to, refusal))


RULES: Final[dict[OrderAction, Rule]] = {
    "status": _show,
    "list": _show,
    "pay_again": _pay_again,
    "change_address": _change_address,
    "cancel": _cancel,
    "return": _return,
    "refund": _refund,
    "exchange": _exchange,
}
