"""Many shoppers at the same piece, and money that comes at the last moment."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import httpx
import pytest

from tests.chaos.accounts import check_nothing_left
from tests.chaos.conftest import Shops
from tests.chaos.rest_buyers import BRAND, RestBuyer
from tests.journeys.rest import ledger, settle
from tests.journeys.shop_run import Json, ShopRun
from tests.journeys.stock import set_stock, stock_of

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]

BUYERS, PIECES = 200, 20
AT_ONCE = 50
LATE_PAYERS = 16
HOLD_SECONDS = 8


def admin_stock(shop: ShopRun, sku: str) -> Json:
    answer = shop.admin("GET", f"/v1/admin/stock/{sku}", params={"brand": BRAND})
    return {name: answer.json()[name] for name in ("available", "held", "sold")}


def buyers_of(shop: ShopRun, sku: str, count: int) -> list[RestBuyer]:
    buyers = [RestBuyer(shop, sku) for _ in range(count)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(RestBuyer.fill, buyers))
    return buyers


def some_sku(shop: ShopRun) -> str:
    return min(stock_of(shop, BRAND))


def sold_out(answer: httpx.Response) -> None:
    assert answer.status_code == 409, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "sold_out", problem
    assert problem["title"], problem


def test_twenty_of_two_hundred_buyers_get_the_twenty_pieces_there_are(calm: ShopRun) -> None:
    shop = calm
    sku = some_sku(shop)
    set_stock(shop, BRAND, sku, PIECES)
    buyers = buyers_of(shop, sku, BUYERS)
    gate = Barrier(AT_ONCE)

    def race(buyer: RestBuyer) -> Json:
        gate.wait()
        assert buyer.order().status_code == 201
        order = buyer.seen("pending_payment", "rejected")
        if order["status"] == "rejected":
            return order
        assert buyer.pay(order).status_code == 200
        return buyer.seen("confirmed")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        orders = list(pool.map(race, buyers))
    settle(shop)

    assert Counter(one["status"] for one in orders) == {
        "confirmed": PIECES,
        "rejected": BUYERS - PIECES,
    }
    assert admin_stock(shop, sku) == {"available": 0, "held": 0, "sold": PIECES}
    assert stock_of(shop, BRAND)[sku] == 0
    for buyer, order in zip(buyers, orders, strict=True):
        if order["status"] == "confirmed":
            assert order["paid"] == order["totals"]["total"]
        else:
            assert order["cancelReason"] == "sold_out"
            assert order["paid"]["amountMinor"] == 0
            sold_out(buyer.order())
            sold_out(buyer.asked_quote())
    check_nothing_left(shop)


def test_money_at_the_very_end_of_the_hold_buys_or_does_nothing(shops: Shops) -> None:
    shop = shops.open(PAYMENT_SECONDS=str(HOLD_SECONDS))
    sku = some_sku(shop)
    set_stock(shop, BRAND, sku, LATE_PAYERS)
    buyers = buyers_of(shop, sku, LATE_PAYERS)
    moments = [timedelta(milliseconds=-700 + 50 * place) for place in range(LATE_PAYERS)]

    def pay_late(buyer: RestBuyer, moment: timedelta) -> tuple[int, Json]:
        buyer.order().raise_for_status()
        order = buyer.seen("pending_payment")
        ends = datetime.fromisoformat(order["paymentExpiresAt"])
        time.sleep(max(0, (ends + moment - datetime.now(UTC)).total_seconds()))
        page = buyer.pay(order)
        return page.status_code, buyer.seen("confirmed", "cancelled")

    with ThreadPoolExecutor(LATE_PAYERS) as pool:
        ended = list(pool.map(pay_late, buyers, moments))
    settle(shop)

    orders = [shop.order(buyer.number) for buyer in buyers]
    assert [one["status"] for one in orders] == [order["status"] for _, order in ended]
    with ledger(shop) as database:
        books = {one["number"]: one for one in database["test_payments"].find()}
    for (page, _), order in zip(ended, orders, strict=True):
        book, total = books[order["number"]], order["totals"]["total"]["amountMinor"]
        kept = total - book["refunded_minor"] if book["status"] == "paid" else 0
        assert kept == (total if order["status"] == "confirmed" else 0), (order, book)
        assert page == (200 if book["status"] == "paid" else 409), (order, book)
        assert order["paid"]["amountMinor"] - order["refunded"]["amountMinor"] == kept
    confirmed = sum(one["status"] == "confirmed" for one in orders)
    assert admin_stock(shop, sku) == {
        "available": LATE_PAYERS - confirmed,
        "held": 0,
        "sold": confirmed,
    }
    check_nothing_left(shop)
