"""Purchases while functions are killed between any two of their steps."""

import os
import re
from collections import Counter

import pytest

from shared.function.fault import POINTS
from tests.chaos.accounts import (
    check_answers,
    check_nothing_left,
    check_orders,
    check_stock,
    stocks,
)
from tests.chaos.buyers import WISHES, buy_at_once, buyer, stock_up
from tests.chaos.conftest import Shops
from tests.chaos.trouble import Killer
from tests.journeys.rest import settle
from tests.journeys.shop_run import ShopRun

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]

PURCHASES = int(os.environ.get("PURCHASES", "10"))
AT_ONCE = 12
ENOUGH = 50
"""So many purchases pass each point so often that each is died at."""
FAULTS = os.environ.get(
    "FAULTS",
    "received=0.0015,decided=0.003,committed=0.004,published=0.0015,handled=0.002,"
    "before_outside=0.01,after_outside=0.012",
)
"""About ten deaths at each in fifty purchases; each costs a start."""
CHAT_PATH = {
    "whatsapp-webhook",
    "intent",
    *(f"ai-seller-{brand}" for brand in WISHES),
    "product-catalog",
    "cart",
    "order-processor",
    "whatsapp-sender",
    "relay",
}
DIED = re.compile(r'"fault.died", "point": "(\w+)"')


def deaths(shop: ShopRun) -> Counter[tuple[str, str]]:
    """Return how often each function died at each point."""
    return Counter(
        (log.stem, point)
        for log in (shop.data / "logs").glob("*.log")
        for point in DIED.findall(log.read_text())
    )


def test_every_purchase_ends_well_while_functions_die(shops: Shops) -> None:
    shop = shops.open(CHAOS="duplicate=0.2,reorder=0.3,wait=0.3", FAULT_POINTS=FAULTS)
    stock_up(shop)
    before = stocks(shop, list(WISHES))

    with Killer(shop, every_seconds=4) as killer:
        shoppers = [buyer(shop, place, doubles=0.2) for place in range(PURCHASES)]
        purchases = buy_at_once(shoppers, AT_ONCE)
    settle(shop)

    died = deaths(shop)
    crashes = sum(one["crashes"] for one in shop.inside("/processes")["processes"])
    assert crashes >= len(killer.killed) + died.total()
    if PURCHASES >= ENOUGH:
        assert {point for _, point in died} == set(POINTS)
        assert {name for name, _ in died} | set(killer.killed) >= CHAT_PATH
    check_answers(shop, purchases)
    check_stock(before, stocks(shop, list(WISHES)), check_orders(shop, purchases))
    check_nothing_left(shop)
