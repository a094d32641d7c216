"""The order dies between any two of its steps and comes back."""

import random
from datetime import timedelta

import pytest

from shared.clock import now
from shared.function import fault
from shared.models.order import OrderStatus
from tests.functions.order.shop import Shop
from tests.support.dying import KilledError

pytestmark = [pytest.mark.chaos, pytest.mark.usefixtures("shop_settings")]
RATE = 0.12


@pytest.mark.parametrize("seed", range(8))
async def test_orders_are_paid_once_and_stock_adds_up_whatever_dies(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = await Shop(duplicate=0.2, shuffle=True, seed=seed).open()
    dice = random.Random(seed)

    def reach(point: str) -> None:
        if dice.random() < RATE:
            raise KilledError(point)

    monkeypatch.setattr(fault, "reach", reach)
    numbers = [await shop.buy(f"q{index}") for index in range(3)]
    await mend(shop)
    for number in numbers:
        for _ in range(20):
            answer = await shop.pay(number)
            if answer.status_code == 200:
                break
    await mend(shop)
    monkeypatch.setattr(fault, "reach", lambda _: None)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    await mend(shop)
    await shop.mesh.pass_time(timedelta(minutes=1))

    assert [(await shop.order(number)).status for number in numbers] == [OrderStatus.CONFIRMED] * 3
    assert (shop.available("SHOE-42"), shop.available("SOCK-M")) == (7, 1)
    books = shop.store.collections["test_payments"].values()
    assert [(one["status"], one["refunded_minor"]) for one in books] == [("paid", 0)] * 3
    assert sorted(shop.news()) == ["OrderConfirmed"] * 3 + ["OrderCreated"] * 3
    assert all(not one["outbox"] for one in shop.store.collections["orders"].values())


async def mend(shop: Shop) -> None:
    """Do what the relay does: publish what was left behind, ask again for what was not handled."""
    for _ in range(4):
        later = now() + timedelta(minutes=1)
        try:
            await shop.mesh.sweeper().outboxes(later)
        except KilledError:
            continue
        await shop.mesh.settle()
        await shop.mesh.confirm(later)
