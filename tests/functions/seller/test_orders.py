import pytest

from shared.events.orders import OrderRequested
from shared.models.order import OrderStatus, Shipment
from tests.functions.seller.shopper import Shopper


def actions(shopper: Shopper) -> list[tuple[str, str | None, bool]]:
    return [
        (event.action, event.number, event.confirmed)
        for event in shopper.asked
        if isinstance(event, OrderRequested)
    ]


def test_no_order_yet_is_said_kindly(shopper: Shopper) -> None:
    assert "don't see any order" in shopper.say("where is my order?")


def test_an_order_is_found_by_its_number_or_its_digits(owner: Shopper) -> None:
    owner.say("where is order FA-100001?")
    assert actions(owner) == [("status", "FA-100001", False)]

    owner.say("where is my order 100001")
    assert actions(owner) == [("status", "FA-100001", False)]


def test_a_number_that_is_not_theirs_is_not_found(owner: Shopper) -> None:
    assert "FA-999999" in owner.say("where is order FA-999999?")


@pytest.mark.parametrize(
    ("status", "ids"),
    [
        (OrderStatus.RESERVING, ["pay:FA-100001", "cancel:FA-100001"]),
        (OrderStatus.PENDING_PAYMENT, ["pay:FA-100001", "cancel:FA-100001"]),
        (OrderStatus.CONFIRMED, ["cancel:FA-100001", "order:FA-100001:address", "person"]),
        (OrderStatus.SHIPPED, ["order:FA-100001:track", "person"]),
        (OrderStatus.DELIVERED, ["return:FA-100001", "rate:FA-100001", "person"]),
        (OrderStatus.CANCELLED, ["cat", "person"]),
        (OrderStatus.REFUNDED, ["cat", "person"]),
    ],
)
def test_each_state_offers_what_can_be_done(
    owner: Shopper, status: OrderStatus, ids: list[str]
) -> None:
    parcel = Shipment(carrier="DHL", tracking_number="JD01", tracking_url="https://dhl.test/JD01")
    owner.tools.set_status("FA-100001", status, shipments=(parcel,))

    owner.say("where is my order?")

    assert owner.ids() == ids


def test_several_orders_are_listed_and_picked_by_place(owner: Shopper) -> None:
    first = owner.tools.orders[0]
    owner.tools.orders.append(first.model_copy(update={"number": "FA-100002"}))

    said = owner.say("show my orders")
    assert "FA-100002 — 21 Nov · $263.95 · to be paid" in said
    assert owner.ids() == ["order:FA-100002", "order:FA-100001"]

    owner.say("the second one")
    assert actions(owner) == [("status", "FA-100001", False)]
