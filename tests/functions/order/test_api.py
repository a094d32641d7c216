from typing import Any

import httpx
import pytest

from shared.models.order import OrderStatus
from tests.functions.order.shop import ADMIN, Shop

pytestmark = pytest.mark.usefixtures("shop_settings")

ADDRESS = {"line1": "1 Main St", "city": "Austin", "country": "US"}

QUOTE = {"brand": "fashion", "address": ADDRESS, "deliveryId": "standard"}


async def quoted(shop: Shop) -> dict[str, Any]:
    """Fill a cart over HTTP and return its quote; the cookie goes over to the order's client."""
    cart = shop.mesh.clients["cart"]
    item = {"brand": "fashion", "sku": "SHOE-42", "quantity": 2}
    await cart.post("/v1/cart/items", json=item)
    answer = await cart.post("/v1/cart/quote", json=QUOTE)
    assert answer.status_code == 200, answer.text
    shop.api.cookies = cart.cookies
    await shop.mesh.settle()
    return answer.json()


async def ordered(shop: Shop) -> str:
    answer = await shop.api.post("/v1/orders", json=await quoted(shop))
    await shop.mesh.settle()
    return answer.json()["number"]


def stranger(shop: Shop) -> httpx.AsyncClient:
    shop.api.cookies = httpx.Cookies()
    return shop.api


async def ask(shop: Shop, number: str, path: str, **body: Any) -> httpx.Response:
    answer = await shop.api.post(f"/v1/orders/{number}/{path}", json=body)
    await shop.mesh.settle()
    return answer


async def test_a_purchase_over_http() -> None:
    shop = await Shop().open()
    quote = await quoted(shop)

    answer = await shop.api.post("/v1/orders", json=quote, headers={"Idempotency-Key": "k"})
    await shop.mesh.settle()
    again = await shop.api.post("/v1/orders", json=quote, headers={"Idempotency-Key": "k"})
    number = answer.json()["number"]
    await shop.pay(number)
    shown = (await shop.api.get(f"/v1/orders/{number}")).json()
    listed = (await shop.api.get("/v1/orders")).json()
    cart = (await shop.mesh.clients["cart"].get("/v1/cart?brand=fashion")).json()

    assert (answer.status_code, again.status_code) == (201, 201)
    assert again.headers["idempotent-replayed"] == "true"
    assert (shown["status"], shown["totals"]["total"]) == ("confirmed", quote["totals"]["total"])
    assert [one["sku"] for one in shown["lineItems"]] == ["SHOE-42"]
    assert [one["number"] for one in listed["orders"]] == [number]
    assert cart["lines"] == []


@pytest.mark.parametrize(
    "tampered",
    [
        {"totals": None},
        {"signature": ""},
        {"signature": "é" * 64},
        {"customerId": "somebody-else"},
        {"codes": ["FREE"]},
    ],
)
async def test_a_quote_that_the_cart_did_not_make_is_no_order(tampered: dict[str, Any]) -> None:
    shop = await Shop().open()
    quote = await quoted(shop)
    if "totals" in tampered:
        cheap = {"amountMinor": 1, "currency": "USD"}
        tampered = {"totals": quote["totals"] | {"total": cheap}}

    answer = await shop.api.post("/v1/orders", json=quote | tampered)

    assert answer.status_code == 409
    assert answer.json()["code"] == "invalid"
    assert "orders" not in shop.store.collections


@pytest.mark.parametrize(
    "after", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "now", "$gt", "2026"]
)
async def test_a_cursor_beyond_all_times_is_refused(after: str) -> None:
    shop = await Shop().open()

    answer = await shop.api.get("/v1/orders", params={"after": after})

    assert answer.status_code == 400


async def test_a_cursor_without_a_time_zone_is_one_in_utc() -> None:
    shop = await Shop().open()
    number = await ordered(shop)

    answer = await shop.api.get("/v1/orders", params={"after": "2999-01-01T00:00:00"})

    assert [one["number"] for one in answer.json()["orders"]] == [number]


async def test_a_quote_whose_price_changed_says_so() -> None:
    shop = await Shop().open()
    quote = await quoted(shop)
    product = shop.store.collections["products"]["fashion|shoe"]["product"]
    product["variants"][0]["price"]["amount_minor"] = 9900

    answer = await shop.api.post("/v1/orders", json=quote)

    assert (answer.status_code, answer.json()["code"]) == (409, "quote_changed")


async def test_somebody_elses_order_is_not_found() -> None:
    shop = await Shop().open()
    number = await ordered(shop)

    api = stranger(shop)
    answers = [await api.get(f"/v1/orders/{number}"), await ask(shop, number, "cancel")]

    assert [one.status_code for one in answers] == [404, 404]
    assert (await shop.order(number)).status is OrderStatus.PENDING_PAYMENT


async def test_an_admin_reads_every_order_and_a_wrong_token_none() -> None:
    shop = await Shop().open()
    number = await ordered(shop)

    api = stranger(shop)
    shown = await api.get(f"/v1/orders/{number}", headers=ADMIN)
    guessed = await api.get(f"/v1/orders/{number}", headers={"Authorization": "Bearer guess"})
    listed = await api.get("/v1/admin/orders?status=pending_payment", headers=ADMIN)
    nobody = await api.get("/v1/admin/orders")

    assert shown.json()["number"] == number
    assert guessed.status_code == 403
    assert [one["number"] for one in listed.json()["orders"]] == [number]
    assert nobody.status_code == 401


async def test_a_cancellation_needs_a_yes() -> None:
    shop = await Shop().open()
    number = await ordered(shop)

    unsure = await ask(shop, number, "cancel")
    sure = await ask(shop, number, "cancel", confirmed=True)

    assert (unsure.status_code, unsure.json()["code"]) == (409, "needs_confirmation")
    assert (sure.status_code, sure.json()["status"]) == (200, "cancelled")
    assert shop.available() == 10


async def test_the_address_is_changed_until_the_order_leaves() -> None:
    shop = await Shop().open()
    number = await ordered(shop)
    await shop.pay(number)
    home = {"line1": "2 Oak Ave", "city": "Austin", "country": "US"}

    changed = await ask(shop, number, "address", address=home)
    await shop.post(f"/v1/admin/orders/{number}/ship", {"carrier": "manual", "trackingNumber": "T"})
    late = await ask(shop, number, "address", address=home)

    assert changed.json()["address"]["line1"] == "2 Oak Ave"
    assert (late.status_code, late.json()["code"]) == (409, "too_late")


async def test_goods_go_back_and_are_refunded_when_received() -> None:
    shop = await Shop().open()
    number = await ordered(shop)
    await shop.pay(number)
    parcel = {"carrier": "manual", "trackingNumber": "T"}
    await shop.post(f"/v1/admin/orders/{number}/ship", parcel)
    await shop.post(f"/v1/admin/orders/{number}/deliver")

    announced = await ask(shop, number, "return", confirmed=True, reason="too small")
    exchange = await ask(shop, number, "exchange", confirmed=True)
    received = await shop.post(f"/v1/admin/orders/{number}/received")

    assert announced.json()["returns"][0]["status"] == "announced"
    assert (exchange.status_code, exchange.json()["title"]) == (404, "Not found")
    assert received.json()["status"] == "returned"
    assert (await shop.order(number)).status is OrderStatus.REFUNDED
    assert shop.available() == 10


async def test_an_admin_gives_part_of_the_money_back_once() -> None:
    shop = await Shop().open()
    number = await ordered(shop)
    await shop.pay(number)
    body = {"amount": {"amountMinor": 500, "currency": "USD"}, "reason": "late"}
    headers = ADMIN | {"Idempotency-Key": "refund-1"}

    for _ in range(2):
        await shop.api.post(f"/v1/orders/{number}/refund", json=body, headers=headers)
        await shop.mesh.settle()

    shown = (await shop.api.get(f"/v1/orders/{number}", headers=ADMIN)).json()
    assert shown["refunded"] == {"amountMinor": 500, "currency": "USD"}
    assert shown["status"] == "confirmed"


async def test_the_receipt_is_there_when_the_order_is_paid() -> None:
    shop = await Shop().open()
    number = await ordered(shop)

    unpaid = await shop.api.get(f"/v1/orders/{number}/invoice")
    await shop.pay(number)
    shop.documents.documents.clear()
    paid = await shop.api.get(f"/v1/orders/{number}/invoice")

    assert unpaid.status_code == 409
    assert (paid.status_code, paid.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert all(text in paid.text for text in (number, "Running shoes", "$178.00", "1 Main St"))


@pytest.mark.parametrize(
    ("path", "body"),
    [("ship", {}), ("ship", {"carrier": "", "trackingNumber": "T"}), ("deliver", [1])],
)
async def test_bad_input_is_told_and_changes_nothing(path: str, body: Any) -> None:
    shop = await Shop().open()
    number = await ordered(shop)

    answer = await shop.post(f"/v1/admin/orders/{number}/{path}", body)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await shop.order(number)).status is OrderStatus.PENDING_PAYMENT


async def test_shipping_what_is_not_paid_is_refused() -> None:
    shop = await Shop().open()
    number = await ordered(shop)

    answer = await shop.post(
        f"/v1/admin/orders/{number}/ship", {"carrier": "manual", "trackingNumber": "T"}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "not_allowed_in_status")


async def test_pages_of_orders_go_on_where_the_last_one_ended() -> None:
    shop = await Shop(stock=99).open()
    for index in range(22):
        await shop.buy(f"q{index}")

    first = (await shop.api.get("/v1/admin/orders", headers=ADMIN)).json()
    second = (
        await shop.api.get("/v1/admin/orders", params={"after": first["next"]}, headers=ADMIN)
    ).json()
    bad = await shop.api.get("/v1/admin/orders?after=yesterday", headers=ADMIN)

    assert (len(first["orders"]), len(second["orders"])) == (20, 2)
    assert "next" not in second
    assert bad.status_code == 400


async def test_without_a_cookie_key_nobody_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    from shared.settings import settings

    shop = await Shop().open()
    monkeypatch.delenv("COOKIE_KEY")
    settings.cache_clear()

    answer = await shop.api.get("/v1/orders")

    assert answer.status_code == 503


async def test_the_items_of_an_order_are_shown_to_its_customer_only() -> None:
    shop = await Shop().open()
    number = await ordered(shop)

    shown = await shop.api.get(f"/v1/orders/{number}/items")
    hidden = await stranger(shop).get(f"/v1/orders/{number}/items")

    body = shown.json()
    assert sorted(body) == ["lineItems", "number", "totals"]
    assert [(one["sku"], one["quantity"]) for one in body["lineItems"]] == [("SHOE-42", 2)]
    assert hidden.status_code == 404
