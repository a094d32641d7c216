from datetime import timedelta

import pytest

from functions.order.decide import decide, decide_request
from functions.order.inputs import GoodsReceived, ShopRefunds, Terms
from functions.order.outcome import OrderDecision
from functions.order.view import view
from shared.events.orders import OrderRequested, OrderResult, OrderReturned
from shared.events.payments import RefundRequested
from shared.events.products import StockLine, StockRequested
from shared.models.cart import Address
from shared.models.order import OrderStatus
from tests.functions.order.orders import (
    DELIVERED,
    NOW,
    OTHER_CALL,
    TAKEN,
    TERMS,
    after,
    asked,
    events,
    request,
    settled,
    states,
    types,
    usd,
)


def refusal(decision: OrderDecision) -> str | None:
    result = events(decision, OrderResult)[0]
    assert isinstance(result, OrderResult)
    assert result.done == (result.refusal is None)
    return result.refusal


def asked_with(
    terms: Terms, asking: OrderRequested, before: OrderDecision | None = None
) -> OrderDecision:
    state = before.state if before else states()["delivered"]
    return decide_request(state, asking, terms, NOW)


def refund(decision: OrderDecision) -> RefundRequested:
    one = events(decision, RefundRequested)[0]
    assert isinstance(one, RefundRequested)
    return one


def test_cancelling_a_paid_order_gives_back_money_goods_and_codes() -> None:
    decision = asked(states()["confirmed"], request("cancel"))

    assert decision.state.status is OrderStatus.CANCELLED
    assert refund(decision).amount == usd(10400)
    restock = events(decision, StockRequested)[0]
    assert isinstance(restock, StockRequested)
    assert (restock.action, restock.restock_id) == ("restock", "LU-100001-cancelled")
    assert decision.state.claim == "released"


def test_a_cancellation_asked_in_a_turn_is_told_by_its_answer_only() -> None:
    decision = asked(states()["confirmed"], request("cancel"))

    facts = [one.event for one in decision.emits if hasattr(one.event, "conversation")]
    assert [getattr(one, "conversation", "") for one in facts] == [None]
    result = events(decision, OrderResult)[0]
    assert isinstance(result, OrderResult)
    assert result.reply_to == OTHER_CALL


@pytest.mark.parametrize("name", ["pending", "confirmed", "shipped"])
def test_cancelling_needs_a_yes(name: str) -> None:
    decision = asked(states()[name], request("cancel", confirmed=False))

    assert decision.state is states()[name]
    assert refusal(decision) == "needs_confirmation"


def test_cancelling_on_its_way_becomes_a_return_paid_back_when_the_goods_are_here() -> None:
    cancelled = asked(states()["shipping"], request("cancel"))

    back = decide(after(cancelled.state, TAKEN), GoodsReceived(), NOW)

    assert refusal(cancelled) is None
    assert view(cancelled.state).returns[0].skus == ("SHOE-42", "SOCK-M")
    assert back.state.status is OrderStatus.RETURNED
    assert refund(back).amount == usd(10400)


def test_cancelling_after_delivery_is_too_late() -> None:
    assert refusal(asked(states()["delivered"], request("cancel"))) == "too_late"


def test_a_return_is_announced_then_restocked_and_refunded_when_received() -> None:
    announced = asked(states()["delivered"], request("return", "SOCK-M"))

    received = decide(announced.state, GoodsReceived(), NOW)

    told = events(announced, OrderReturned)[0]
    assert isinstance(told, OrderReturned)
    assert told.skus == ("SOCK-M",)
    assert events(announced, RefundRequested) == []
    restock = events(received, StockRequested)[0]
    assert isinstance(restock, StockRequested)
    assert restock.lines == (StockLine(sku="SOCK-M", quantity=3),)
    assert restock.restock_id == announced.state.returns[0].id
    assert refund(received).amount == usd(2100 - 210)
    assert received.state.status is OrderStatus.DELIVERED


def test_returning_everything_in_two_parts_refunds_delivery_with_the_last() -> None:
    socks = after(asked(states()["delivered"], request("return", "SOCK-M")).state, GoodsReceived())

    shoes = decide(asked(socks, request("return", "SHOE-42")).state, GoodsReceived(), NOW)

    amounts = [one.amount for one in shoes.state.refunds]
    assert amounts == [usd(1890), usd(8010), usd(500)]
    assert shoes.state.status is OrderStatus.RETURNED
    paid_back = after(shoes.state, *(settled(shoes.state, index) for index in range(3)))
    assert paid_back.status is OrderStatus.REFUNDED


def test_a_return_after_the_window_is_refused() -> None:
    inside = DELIVERED.at + timedelta(days=TERMS.return_days)

    late = asked(states()["delivered"], request("return"), inside + timedelta(seconds=1))

    assert refusal(asked(states()["delivered"], request("return"), inside)) is None
    assert refusal(late) == "window_over"


@pytest.mark.parametrize("action", ["return", "refund"])
def test_goods_are_not_returned_twice(action: str) -> None:
    announced = asked(states()["delivered"], request("return", "SOCK-M")).state

    again = request("return", "SOCK-M").model_copy(update={"action": action})

    assert refusal(asked(announced, again)) == "not_found"


def test_a_refund_within_the_limit_is_paid_at_once_against_a_return() -> None:
    decision = asked(states()["delivered"], request("refund", "SHOE-42"))

    received = decide(decision.state, GoodsReceived(), NOW)

    assert refund(decision).amount == usd(8010)
    assert types(decision) == ["OrderReturned", "RefundRequested", "OrderResult"]
    assert types(received) == ["StockRequested"]


def test_refunds_over_the_limit_in_all_need_a_person() -> None:
    tight = TERMS.model_copy(update={"refund_limit": usd(9000)})
    first = asked_with(tight, request("refund", "SHOE-42"))

    second = asked_with(tight, request("refund", "SOCK-M"), first)

    assert refusal(first) is None
    assert refusal(second) == "needs_person"
    assert second.state is first.state


def test_a_refund_before_the_goods_leave_is_a_cancellation() -> None:
    decision = asked(states()["confirmed"], request("refund"))

    assert decision.state.status is OrderStatus.CANCELLED
    assert refund(decision).amount == usd(10400)


def test_an_exchange_is_arranged_by_a_person() -> None:
    assert refusal(asked(states()["delivered"], request("exchange", "SHOE-42"))) == "needs_person"


@pytest.mark.parametrize("name", ["reserving", "pending", "confirmed"])
def test_the_address_changes_before_the_goods_leave(name: str) -> None:
    decision = asked(states()[name], request("change_address"))

    assert refusal(decision) is None
    assert view(decision.state).address == Address(line1="9 Side St", country="US")
    assert decision.state.quote.address.line1 == "1 Main St"


def test_an_address_in_a_country_not_served_is_refused() -> None:
    abroad = request("change_address").model_copy(
        update={"address": Address(line1="x", country="JP")}
    )

    assert refusal(asked(states()["confirmed"], abroad)) == "unavailable"


def test_the_shop_may_refund_part_but_never_more_than_is_left() -> None:
    part = decide(states()["delivered"], ShopRefunds(amount=usd(4000)), NOW)

    too_much = decide(part.state, ShopRefunds(amount=usd(6401)), NOW)
    rest = decide(part.state, ShopRefunds(), NOW)

    assert refund(part).amount == usd(4000)
    assert too_much.result == {"refusal": "unavailable"}
    assert refund(rest).amount == usd(6400)


def test_somebody_elses_order_is_not_found() -> None:
    theirs = request("cancel").model_copy(update={"customer_id": "eve"})

    decision = asked(states()["confirmed"], theirs)

    assert decision.emits == ()
    assert decision.result == {"refusal": "not_found"}
