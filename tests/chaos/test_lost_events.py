"""What gets lost on the way: events, all that Redis knew, the whole machine."""

import os
import signal
from collections import Counter
from contextlib import suppress

import pytest

from tests.chaos.accounts import (
    check_answers,
    check_nothing_left,
    check_orders,
    check_stock,
    possible_doubles,
    stocks,
)
from tests.chaos.buyers import WISHES, buy_at_once, buyer, stock_up
from tests.chaos.conftest import Shops
from tests.chaos.outside_meta import outside_meta
from tests.journeys.rest import at_work, ledger, settle
from tests.journeys.shop_run import ShopRun

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]

PURCHASES = 5
WRITERS = 10


def test_what_the_broker_loses_is_made_up_for(shops: Shops) -> None:
    shop = shops.open(CHAOS="lose=0.05")
    stock_up(shop)
    before = stocks(shop, list(WISHES))

    purchases = buy_at_once([buyer(shop, place) for place in range(PURCHASES)], PURCHASES)
    shop.inside("/chaos", {"lose": 0})
    settle(shop)

    check_answers(shop, purchases)
    check_stock(before, stocks(shop, list(WISHES)), check_orders(shop, purchases))
    check_nothing_left(shop)
    assert republished(shop) > 0


def republished(shop: ShopRun) -> int:
    """Return how many causes had something that the relay had to publish again."""
    with ledger(shop) as database:
        return database["handled"].count_documents({"confirms": {"$gte": 1}})


def pull_the_plug(shop: ShopRun) -> None:
    """Kill -9 everything at once."""
    for pid in shop.pids().values():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    shop.kill()


def test_messages_under_way_when_the_power_fails_are_answered_afterwards(shops: Shops) -> None:
    with outside_meta() as environment:
        shop = shops.open(**environment)
        shoppers = [buyer(shop, place) for place in range(WRITERS)]
        for shopper in shoppers:
            shopper.write(WISHES[shopper.brand][0])
        waiting = at_work(shop)

        pull_the_plug(shop)
        shop.start()

        for shopper in shoppers:
            assert shopper.hear().choices
        settle(shop)
        assert waiting
        allowed = possible_doubles(shop)
        for shopper in shoppers:
            ((answer, times),) = Counter(one.id for one in shopper.everything()).items()
            assert times <= 1 + allowed.get(answer, 0)
            shopper.tap(1)
