"""Orders of a customer who is forgotten keep their figures and lose the person."""

import pytest

from functions.order.decide import decide_create
from functions.order.forgetting import anonymised, is_over
from functions.order.main import order_function
from functions.order.outside import Outside
from functions.order.receipt import receipt, receipt_key
from functions.order.records import ORDERS
from functions.order.state import OrderState, Return
from shared.events.orders import OrdersAnonymiseRequested
from shared.function.serving import Function
from shared.models.order import OrderStatus, Shipment
from shared.stores.store import Document
from tests.functions.order.orders import CREATE, NOW, PLACEMENT, QUOTE
from tests.functions.order.shop import MemoryDocuments
from tests.support.drive import Memory, client, deliver, envelope_of


def order(status: OrderStatus, **more: object) -> OrderState:
    placed = decide_create(None, CREATE, PLACEMENT, NOW).state
    assert placed is not None
    return placed.model_copy(update={"status": status, "attempts": (), **more})


DELIVERED = order(
    OrderStatus.DELIVERED,
    confirmed_at=NOW,
    shipments=(Shipment(carrier="ups", tracking_number="1Z9", tracking_url="https://x.test/1Z9"),),
)
ANNOUNCED = Return(id="r", skus=("SHOE-42",), reason="too small for Ana", announced_at=NOW)


@pytest.mark.parametrize(
    ("state", "over"),
    [
        (DELIVERED, True),
        (order(OrderStatus.CANCELLED), True),
        (order(OrderStatus.CONFIRMED), False),
        (order(OrderStatus.SHIPPED), False),
        (order(OrderStatus.DELIVERED, returns=(ANNOUNCED,)), False),
    ],
)
def test_an_order_needs_its_customer_until_nothing_can_come_any_more(
    state: OrderState,
    over: bool,  # noqa: FBT001
) -> None:
    assert is_over(state) is over


def test_figures_and_articles_stay_and_everything_personal_goes() -> None:
    state = DELIVERED.model_copy(
        update={"returns": (ANNOUNCED.model_copy(update={"status": "received"}),)}
    )

    kept = anonymised(state, NOW)

    assert kept.quote.lines == QUOTE.lines
    assert kept.quote.totals == QUOTE.totals
    told = kept.model_dump_json()
    assert not any(word in told for word in ("Main St", "Austin", "Ana", "1Z9", "fashion|c1"))
    assert "Main St" not in receipt(kept, "Luna")


async def test_asked_twice_orders_that_are_over_are_anonymised_once() -> None:
    memory, documents = Memory(), MemoryDocuments()
    function = order_function(Outside(documents=documents))
    service = client(Function(function.name, on=function.on, ports=memory.ports))
    states = {"over": DELIVERED, "open": order(OrderStatus.SHIPPED)}
    for key, state in states.items():
        document: Document = {"_id": key, "version": 1, "outbox": []}
        document["state"] = state.model_dump()
        await memory.store.insert(ORDERS.collection, document)
    documents.documents[receipt_key(DELIVERED)] = receipt(DELIVERED, "Luna")
    asked = OrdersAnonymiseRequested(customer_id="ana")

    answers = [await deliver(service, envelope_of(asked, cause=cause)) for cause in ("a", "a", "b")]

    assert answers == [204, 204, 204]
    records = [await memory.store.get(ORDERS.collection, key) for key in ("over", "open")]
    assert [one["version"] for one in records if one] == [2, 1]
    assert [one["state"]["erased"] for one in records if one] == [True, False]
    assert "Main St" not in documents.documents[receipt_key(DELIVERED)]
    assert "$104.00" in documents.documents[receipt_key(DELIVERED)]
