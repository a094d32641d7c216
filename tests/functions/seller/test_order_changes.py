"""Orders cancelled, returned, sent elsewhere, paid again."""

import pytest

from shared.conversation.dialogue import Question
from shared.events.orders import OrderCancelled, OrderRequested
from shared.models.order import OrderStatus
from tests.functions.seller.goods import usd
from tests.functions.seller.shopper import Shopper


def actions(shopper: Shopper) -> list[tuple[str, str | None, bool]]:
    return [
        (event.action, event.number, event.confirmed)
        for event in shopper.asked
        if isinstance(event, OrderRequested)
    ]


def test_an_order_is_cancelled_only_after_a_yes(owner: Shopper) -> None:
    owner.tools.set_status("FA-100001", OrderStatus.CONFIRMED, paid=usd(26395))

    asked = owner.say("cancel my order")
    assert "$263.95 you paid goes back" in asked
    assert owner.tools.orders[0].status == OrderStatus.CONFIRMED

    done = owner.say("yes")
    assert "cancelled" in done
    assert actions(owner) == [("cancel", "FA-100001", True)]
    assert owner.tools.orders[0].status == OrderStatus.CANCELLED


def test_an_unpaid_order_promises_no_refund(owner: Shopper) -> None:
    assert "Nothing has been charged" in owner.say("cancel my order")


def test_cancelling_what_is_on_its_way_is_a_return(owner: Shopper) -> None:
    owner.tools.set_status("FA-100001", OrderStatus.SHIPPED, paid=usd(26395))
    owner.tools.cancelled_as = OrderStatus.SHIPPED

    assert "sending it back" in owner.say("cancel my order")
    assert "The return of order FA-100001 is on" in owner.say("yes")


def test_a_no_keeps_the_order(owner: Shopper) -> None:
    owner.say("cancel my order")
    owner.say("no")

    assert owner.tools.orders[0].status == OrderStatus.PENDING_PAYMENT
    assert owner.dialogue.task is None


def test_a_yes_after_something_else_cancels_nothing(owner: Shopper) -> None:
    owner.say("cancel my order")
    owner.say("how long does delivery take?")
    owner.say("yes")

    assert owner.tools.orders[0].status == OrderStatus.PENDING_PAYMENT


def test_the_news_of_a_cancellation_just_told_is_not_told_again(owner: Shopper) -> None:
    owner.say("cancel my order")
    owner.say("yes")

    order = owner.tools.orders[0]
    assert owner.hear(OrderCancelled(customer_id="c1", order=order, reason="shopper")) == ""


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        ("too_late", "can't be cancelled any more"),
        ("not_allowed_in_status", "isn't possible any more"),
        ("unavailable", "didn't work just now"),
    ],
)
def test_a_refused_cancellation_says_why(owner: Shopper, refusal: str, told: str) -> None:
    owner.tools.order_refusal = refusal

    assert told in owner.say("cancel my order")


def test_what_only_people_may_decide_goes_to_them(owner: Shopper) -> None:
    owner.tools.order_refusal = "needs_person"

    owner.say("cancel my order")

    assert owner.hand_off.reason == "policy"


def test_a_return_tells_the_terms(owner: Shopper) -> None:
    owner.tools.set_status("FA-100001", OrderStatus.DELIVERED, paid=usd(26395))

    owner.say("I want to return my order")
    assert owner.dialogue.question == Question.RETURN_CONFIRM
    said = owner.say("yes")

    assert "30 days to return." in said
    assert owner.tools.orders[0].status == OrderStatus.RETURNED


def test_a_refund_over_the_brands_limit_goes_to_a_person(owner: Shopper) -> None:
    owner.tools.set_status("FA-100001", OrderStatus.DELIVERED, paid=usd(30001))

    owner.say("I want a refund")

    assert owner.hand_off.reason == "policy"
    assert owner.tools.orders[0].status == OrderStatus.DELIVERED


@pytest.mark.parametrize(
    ("status", "question"),
    [
        (OrderStatus.CONFIRMED, Question.CANCEL_CONFIRM),
        (OrderStatus.DELIVERED, Question.RETURN_CONFIRM),
    ],
)
def test_a_refund_is_a_cancellation_or_a_return(
    owner: Shopper, status: OrderStatus, question: Question
) -> None:
    owner.tools.set_status("FA-100001", status, paid=usd(26395))

    owner.say("I want my money back")

    assert owner.dialogue.question == question


def test_an_exchange_offers_both_ways(owner: Shopper) -> None:
    owner.say("I want to exchange it for another size")

    assert owner.ids() == ["return:FA-100001", "person", "cat"]


def test_the_address_of_an_order_is_changed(owner: Shopper) -> None:
    owner.say("change the delivery address of my order")
    assert owner.dialogue.question == Question.ORDER_ADDRESS

    said = owner.say("99 Oak Avenue, Shelbyville 54321")

    assert "FA-100001" in said
    assert "99 Oak Avenue" in said
    assert actions(owner) == [("change_address", "FA-100001", True)]


def test_a_payment_link_is_given_again(owner: Shopper) -> None:
    owner.tap("pay:FA-100001")

    assert actions(owner) == [("pay_again", "FA-100001", False)]
    assert owner.answer.actions[0].url == "https://pay.test/1"


def test_nothing_left_to_pay_is_said_with_the_order(owner: Shopper) -> None:
    owner.tools.order_refusal = "nothing_to_pay"

    said = owner.say("I want to pay")

    assert "nothing left to pay" in said
    assert "FA-100001" in said


def test_paying_without_an_order_goes_to_the_checkout(buyer: Shopper) -> None:
    buyer.say("I want to pay")

    assert buyer.dialogue.in_checkout


def test_silent_orders_are_apologised_for(owner: Shopper) -> None:
    owner.tools.failing = {"store.order.request"}

    assert "notified" in owner.say("where is my order?")
