"""Redis forgets everything, or dies, in the middle of conversations."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from tests.chaos.accounts import check_nothing_left
from tests.journeys.meta_posts import post_signed, shopper_text
from tests.journeys.purchase import check_out, fill_cart
from tests.journeys.rest import settle
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shop_run import ShopRun
from tests.journeys.shoppers import Shopper, WebShopper, WhatsAppShopper
from tests.support.redis_server import running_redis

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]


def redis_of(shop: ShopRun) -> Any:
    port = httpx.URL(redis_url(shop)).port
    return Redis(port=port or 0)


def redis_url(shop: ShopRun) -> str:
    return shop.environment_of_stores()["REDIS_URL"]


def buy_what_is_in_the_cart(shopper: Shopper) -> str:
    script = SCRIPTS[shopper.brand]
    check_out(shopper, script)
    number = shopper.say(script.yes).number
    shopper.pay()
    shopper.hear(number)
    assert shopper.shop.order(number)["status"] == "confirmed"
    return number


def test_what_redis_forgets_is_rebuilt_and_nothing_is_answered_twice(calm: ShopRun) -> None:
    shop = calm
    on_phone, in_browser = WhatsAppShopper(shop, "fashion"), WebShopper(shop, "fashion")
    greeting = shopper_text(on_phone.phone.phone_number_id, on_phone.number, "hello")
    post_signed(shop, greeting)
    on_phone.hear()
    session = in_browser.client.post(f"{shop.gateway}/v1/sessions", json={}).json()
    for shopper in (on_phone, in_browser):
        fill_cart(shopper, SCRIPTS["fashion"])

    redis_of(shop).flushall()
    post_signed(shop, greeting)

    kept = in_browser.client.get(f"{shop.gateway}/v1/sessions/{session['id']}")
    assert kept.json()["customerId"] == session["customerId"]
    assert redis_of(shop).exists(f"session:{session['id']}")
    for shopper in (on_phone, in_browser):
        buy_what_is_in_the_cart(shopper)
    settle(shop)
    for shopper in (on_phone, in_browser):
        shopper.hears_nothing(0)
    check_nothing_left(shop)


def test_shoppers_buy_on_while_redis_is_dead_and_after_it_is_back(
    calm: ShopRun, tmp_path: Path
) -> None:
    shop = calm
    shoppers = (WhatsAppShopper(shop, "tech"), WebShopper(shop, "fashion"))
    for shopper in shoppers:
        fill_cart(shopper, SCRIPTS[shopper.brand])

    assert shop.kill_process("redis")
    numbers = [buy_what_is_in_the_cart(shopper) for shopper in shoppers]

    shop.opened.enter_context(running_redis(tmp_path, httpx.URL(redis_url(shop)).port))
    for shopper, number in zip(shoppers, numbers, strict=True):
        assert shopper.say(SCRIPTS[shopper.brand].where).has(number)
    settle(shop)
    for shopper in shoppers:
        shopper.hears_nothing(0)
    check_nothing_left(shop)
