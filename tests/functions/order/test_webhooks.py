import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from functions.order.providers import signatures
from shared.clock import now
from shared.models.order import OrderStatus
from tests.functions.order.shop import ENVIRONMENT, Shop

pytestmark = pytest.mark.usefixtures("shop_settings")

PAYMENTS = "/v1/payments/webhook/test"
CARRIER = ENVIRONMENT["CARRIER_WEBHOOK_SECRET"]
SHIPMENTS = "/v1/shipments/webhook/manual"


async def told(
    shop: Shop,
    number: str,
    *,
    key: str = ENVIRONMENT["PAYMENT_TEST_SECRET"],
    age: timedelta = timedelta(),
    **changed: Any,
) -> httpx.Response:
    attempt = (await shop.order(number)).attempts[0]
    notification = {
        "id": "n1",
        "type": "payment.succeeded",
        "attempt": attempt.id,
        "reference": number,
        "amount": attempt.amount.wire(),
    } | changed
    body = json.dumps(notification).encode()
    signature = signatures.sign(SecretStr(key), body, now() - age)
    answer = await shop.api.post(
        PAYMENTS, content=body, headers={"Test-Payments-Signature": signature}
    )
    await shop.mesh.settle()
    return answer


async def test_a_signed_word_confirms_the_order() -> None:
    shop = await Shop().open()
    number = await shop.buy()

    first = await told(shop, number)
    again = await told(shop, number)

    assert (first.status_code, again.status_code) == (204, 204)
    assert shop.news() == ["OrderCreated", "OrderConfirmed"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"key": "guess"}, 401),
        ({"age": timedelta(minutes=6)}, 401),
        ({"age": timedelta(minutes=-6)}, 401),
        ({"type": "payment.exploded"}, 400),
        ({"attempt": "somebody-elses"}, 404),
        ({"reference": "FA-999999"}, 404),
    ],
)
async def test_any_other_word_changes_nothing(changes: dict[str, Any], status: int) -> None:
    shop = await Shop().open()
    number = await shop.buy()

    answer = await told(shop, number, **changes)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await shop.order(number)).status is OrderStatus.PENDING_PAYMENT


@pytest.mark.parametrize("header", ["", "t=,v1=", "t=" + "9" * 5000, "t=²,v1=é", "v1=é", "x"])
async def test_nonsense_for_a_signature_is_refused(header: str) -> None:
    shop = await Shop().open()

    answer = await shop.api.post(
        PAYMENTS, content=b"{}", headers={b"Test-Payments-Signature": header.encode()}
    )

    assert answer.status_code == 401


async def test_money_of_another_amount_is_sent_back_and_does_not_confirm() -> None:
    shop = await Shop().open()
    number = await shop.buy()

    await told(shop, number, amount={"amountMinor": 1, "currency": "USD"})

    order = await shop.order(number)
    assert order.status is OrderStatus.PENDING_PAYMENT
    assert order.flags == ("payment_mismatch", "refund_failed")


async def test_a_provider_we_do_not_have_is_not_found() -> None:
    shop = await Shop().open()

    assert (await shop.api.post("/v1/payments/webhook/other", content=b"")).status_code == 404


async def test_the_page_shows_brand_amount_and_number_and_takes_no_script() -> None:
    shop = await Shop().open()
    number = await shop.buy()

    answer = await shop.api.get(await shop.page(number))

    assert answer.status_code == 200
    assert all(text in answer.text for text in ("$104.00", number, 'value="succeeded"'))
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "Main St" not in answer.text


@pytest.mark.parametrize(
    ("outcome", "words"), [("succeeded", "Paid."), ("failed", "The payment failed.")]
)
async def test_the_page_tells_how_the_payment_ended(outcome: str, words: str) -> None:
    shop = await Shop().open()
    number = await shop.buy()

    used = await shop.pay(number, outcome)
    shown = await shop.api.get(await shop.page(number))
    again = await shop.pay(number, outcome)

    assert (used.status_code, shown.status_code, again.status_code) == (200, 200, 200)
    assert words in used.text
    assert words in shown.text
    assert "<form" not in shown.text
    assert shop.news().count("OrderConfirmed") == (1 if outcome == "succeeded" else 0)


async def test_the_page_of_a_cancelled_order_takes_no_money() -> None:
    shop = await Shop().open()
    number = await shop.buy()
    await shop.post(f"/v1/admin/orders/{number}/cancel")

    answer = await shop.pay(number)

    assert answer.status_code == 409
    assert "no longer open" in answer.text
    assert (await shop.order(number)).attempts[0].received is None


async def test_the_page_refuses_what_it_does_not_offer() -> None:
    shop = await Shop().open()
    number = await shop.buy()

    unknown = await shop.api.get("/v1/payments/test/nothing")
    nonsense = await shop.pay(number, "maybe")

    assert unknown.status_code == 404
    assert nonsense.status_code == 400


async def tracked(shop: Shop, number: str, status: str, key: str = CARRIER) -> int:
    event = {
        "orderNumber": number,
        "trackingNumber": "TR-1",
        "status": status,
        "at": now().isoformat(),
    }
    body = json.dumps(event).encode()
    headers = {"Carrier-Signature": signatures.sign(SecretStr(key), body, now())}
    answer = await shop.api.post(SHIPMENTS, content=body, headers=headers)
    await shop.mesh.settle()
    return answer.status_code


async def test_a_carrier_tells_that_an_order_was_delivered() -> None:
    shop = await Shop().open()
    number = await shop.buy()
    await shop.pay(number)
    early = await tracked(shop, number, "delivered")
    await shop.post(f"/v1/admin/orders/{number}/ship", {"carrier": "DHL", "trackingNumber": "TR-1"})

    forged = await tracked(shop, number, "delivered", key="guess")
    before = (await shop.order(number)).status
    moving = await tracked(shop, number, "in_transit")
    delivered = await tracked(shop, number, "delivered")
    again = await tracked(shop, number, "delivered")

    assert (early, forged, moving, delivered, again) == (409, 401, 204, 204, 204)
    assert before is OrderStatus.SHIPPED
    assert (await shop.order(number)).status is OrderStatus.DELIVERED
    assert shop.news().count("OrderDelivered") == 1
