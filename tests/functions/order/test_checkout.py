"""The order function with the real catalog and cart, as the broker drives them."""

from datetime import timedelta

import pytest

from shared.clock import now
from shared.events.orders import OrderCreated, OrderRejected, OrderRequested, OrderResult
from shared.models.order import OrderStatus
from tests.functions.order.orders import OTHER_CALL, usd
from tests.functions.order.shop import ADMIN, Shop, create
from tests.support.drive import envelope_of

pytestmark = pytest.mark.usefixtures("shop_settings")


async def test_a_quote_becomes_a_paid_order_that_is_shipped_and_delivered() -> None:
    shop = await Shop().open()

    number = await shop.buy()
    paid = await shop.pay(number)
    shipped = await shop.post(
        f"/v1/admin/orders/{number}/ship", {"carrier": "manual", "trackingNumber": "TR-1"}
    )
    delivered = await shop.post(f"/v1/admin/orders/{number}/deliver")

    assert number == "FA-100001"
    assert paid.status_code == 200
    assert (shipped.status_code, shipped.json()["status"]) == (200, "shipped")
    assert (delivered.status_code, delivered.json()["status"]) == (200, "delivered")
    assert shop.news() == ["OrderCreated", "OrderConfirmed", "OrderShipped", "OrderDelivered"]
    created = shop.told[0]
    assert isinstance(created, OrderCreated)
    link = created.order.payment_url or ""
    assert link.startswith("http://shop.example/v1/payments/test/")
    assert (shop.available("SHOE-42"), shop.available("SOCK-M")) == (9, 7)
    assert all(not one["outbox"] for one in shop.store.collections["orders"].values())
    assert "FA-100001" in shop.documents.documents["receipts/fashion/FA-100001.html"]


@pytest.mark.parametrize("seed", range(6))
async def test_doubled_and_shuffled_events_make_one_order_paid_once(seed: int) -> None:
    shop = await Shop(duplicate=0.4, shuffle=True, seed=seed).open()

    numbers = [await shop.buy(f"q{index}") for index in range(3)]
    for number in numbers:
        await shop.pay(number)

    assert len(shop.store.collections["orders"]) == 3
    assert sorted(shop.news()) == ["OrderConfirmed"] * 3 + ["OrderCreated"] * 3
    assert (shop.available("SHOE-42"), shop.available("SOCK-M")) == (7, 1)
    books = shop.store.collections["test_payments"].values()
    assert [(one["status"], one["refunded_minor"]) for one in books] == [("paid", 0)] * 3


async def test_the_last_pieces_go_to_as_many_buyers_as_there_are_pieces() -> None:
    shop = await Shop(stock=7, shuffle=True).open()

    for index in range(5):
        event = create(f"q{index}", f"customer-{index}")
        await shop.mesh.publish(envelope_of(event, cause=f"q{index}", now=now()))
    await shop.mesh.settle()

    assert shop.news().count("OrderCreated") == 2  # each order takes three pairs of socks
    assert shop.news().count("OrderRejected") == 3
    assert shop.available("SOCK-M") == 1
    rejected = [one for one in shop.told if isinstance(one, OrderRejected)]
    assert {one.reason for one in rejected} == {"sold_out"}
    assert {line.sku for one in rejected for line in one.short} == {"SOCK-M"}
    uses = shop.store.collections.get("code_uses", {})
    assert all(one.get("use_count", 0) <= 2 for one in uses.values())


async def test_an_unpaid_order_ends_after_its_time_and_its_pieces_go_back() -> None:
    shop = await Shop().open()
    number = await shop.buy()

    await shop.mesh.pass_time(timedelta(minutes=20))
    late = await shop.pay(number)

    assert (await shop.order(number)).status is OrderStatus.CANCELLED
    assert shop.available("SHOE-42") == 10
    assert shop.news() == ["OrderCreated", "OrderCancelled"]
    assert late.status_code == 409
    assert (await shop.order(number)).attempts[0].received is None


async def test_a_payment_whose_webhook_is_lost_confirms_all_the_same() -> None:
    shop = await Shop(webhooks_arrive=False).open()
    number = await shop.buy()

    answer = await shop.pay(number)
    before = (await shop.order(number)).status
    await shop.mesh.pass_time(timedelta(seconds=30))

    assert answer.status_code == 200
    assert before is OrderStatus.PENDING_PAYMENT
    assert (await shop.order(number)).status is OrderStatus.CONFIRMED


async def test_a_payment_that_the_end_of_time_finds_at_the_provider_confirms() -> None:
    shop = await Shop(webhooks_arrive=False).open()
    number = await shop.buy()

    await shop.pay(number)
    await shop.store.delete("timers", {"_id": {"$ne": f"{await key(shop, number)}|payment-due"}})
    await shop.mesh.pass_time(timedelta(minutes=20))

    assert shop.news() == ["OrderCreated", "OrderConfirmed"]
    assert shop.available("SHOE-42") == 9


async def key(shop: Shop, number: str) -> str:
    state = await shop.order(number)
    return f"{state.brand}|{state.id}"


async def test_a_failed_payment_is_paid_again_through_a_new_link() -> None:
    shop = await Shop().open()
    number = await shop.buy()
    await shop.pay(number, "failed")

    await shop.send(asked("pay_again", number), cause="again")
    old = await shop.api.post(await shop.page(number, 0), data={"outcome": "succeeded"})
    await shop.pay(number)

    assert old.status_code == 409
    assert shop.news() == ["OrderCreated", "PaymentFailed", "OrderResult", "OrderConfirmed"]
    result = shop.told[2]
    assert isinstance(result, OrderResult)
    assert (result.orders[0].payment_url or "").endswith(await shop.page(number, 1))


async def test_cancelling_a_paid_order_sends_its_money_back_once() -> None:
    shop = await Shop(duplicate=0.5, seed=3).open()
    number = await shop.buy()
    await shop.pay(number)

    await shop.send(asked("cancel", number), cause="cancel")

    assert shop.news() == [
        "OrderCreated",
        "OrderConfirmed",
        "OrderCancelled",
        "OrderResult",
        "OrderRefunded",
    ]
    book = next(iter(shop.store.collections["test_payments"].values()))
    assert (book["refunded_minor"], len(book["refunds"])) == (10400, 1)
    assert shop.available("SHOE-42") == 10


@pytest.mark.parametrize(
    ("action", "number", "refusal"),
    [("status", None, "not_found"), ("cancel", "FA-999999", "not_found"), ("list", None, None)],
)
async def test_a_customer_without_orders_is_answered(
    action: str, number: str | None, refusal: str | None
) -> None:
    shop = await Shop().open()

    await shop.send(asked(action, number))

    result = shop.told[0]
    assert isinstance(result, OrderResult)
    assert (result.refusal, result.orders) == (refusal, ())


async def test_the_latest_order_that_fits_is_meant_when_none_is_named() -> None:
    shop = await Shop().open()
    paid = await shop.buy("q1")
    await shop.pay(paid)
    await shop.buy("q2")

    await shop.send(asked("refund", None), cause="refund")

    assert (await shop.order(paid)).status is OrderStatus.CANCELLED


async def test_an_order_of_another_customer_is_not_found() -> None:
    shop = await Shop().open()
    number = await shop.buy(customer="ana")

    theirs = asked("cancel", number).model_copy(update={"customer_id": "eve"})
    await shop.send(theirs, cause="eve")

    assert (await shop.order(number)).status is OrderStatus.PENDING_PAYMENT
    result = shop.told[-1]
    assert isinstance(result, OrderResult)
    assert (result.refusal, result.orders) == ("not_found", ())


async def test_money_and_what_admins_do_is_on_record() -> None:
    shop = await Shop().open()
    number = await shop.buy()
    await shop.pay(number)
    await shop.post(f"/v1/admin/orders/{number}/cancel")

    answer = await shop.api.get(f"/v1/admin/audit?subject={number}", headers=ADMIN)

    actions = {(one["who"], one["action"]) for one in answer.json()["entries"]}
    assert actions == {
        ("system", "store.payment.succeeded"),
        ("admin", "order.cancel"),
        ("admin", "store.payment.refund.request"),
        ("system", "store.order.refunded"),
    }


def asked(action: str, number: str | None) -> OrderRequested:
    return OrderRequested.model_validate(
        {
            "reply_to": OTHER_CALL,
            "customer_id": "ana",
            "action": action,
            "number": number,
            "confirmed": True,
        }
    )


async def test_an_order_of_the_wrong_price_is_rejected_and_holds_nothing() -> None:
    shop = await Shop().open()
    product = shop.store.collections["products"]["fashion|shoe"]["product"]
    product["variants"][0]["price"] = usd(9900).model_dump()

    await shop.buy()

    assert shop.news() == ["OrderRejected"]
    assert shop.available("SHOE-42") == 10
