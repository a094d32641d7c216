"""Purchases while functions are killed between any two of their steps."""

import os

import pytest

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

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]

PURCHASES = int(os.environ.get("PURCHASES", "10"))
AT_ONCE = 12
FAULTS = os.environ.get("FAULTS", "any=0.004")


def test_every_purchase_ends_well_while_functions_die(shops: Shops) -> None:
    shop = shops.open(CHAOS="duplicate=0.2,reorder=0.3,wait=0.3", FAULT_POINTS=FAULTS)
    stock_up(shop)
    before = stocks(shop, list(WISHES))

    with Killer(shop, every_seconds=3) as killer:
        shoppers = [buyer(shop, place, doubles=0.2) for place in range(PURCHASES)]
        purchases = buy_at_once(shoppers, AT_ONCE)
    settle(shop)

    crashes = sum(one["crashes"] for one in shop.inside("/processes")["processes"])
    assert crashes >= len(killer.killed)
    check_answers(shop, purchases)
    check_stock(before, stocks(shop, list(WISHES)), check_orders(shop, purchases))
    check_nothing_left(shop)
