"""A reading dies anywhere, comes twice, late or never: learnt once, paid once, nothing left."""

import asyncio
from datetime import timedelta

import pytest

from functions.memory.state import MEMORY
from shared.errors import DependencyError
from shared.function import fault
from tests.functions.memory.silence import (
    BLACK,
    LEASE_IS_OVER,
    SAID,
    SilentShop,
    hears,
)
from tests.support.dying import killed_at, killed_whenever_at
from tests.support.slow_model import Slow

pytestmark = [pytest.mark.chaos, pytest.mark.usefixtures("shop")]

POINTS = 11
"""Points between two steps of a reading, as the first test counts them."""


async def silence(shop: SilentShop) -> None:
    """Let a conversation end; nothing of it is killed before the reading is due."""
    await shop.say(SAID)
    await shop.fall_silent()


async def check(shop: SilentShop) -> None:
    state = await shop.state()
    assert state is not None
    assert await shop.colours() == [("black", False)]
    assert (state.readings, len(state.history), state.history[0].kind) == ((), 1, "passing")
    assert await shop.timers() == []
    records = shop.store.collections[MEMORY.collection].values()
    assert all(not one["outbox"] for one in records)


async def test_undisturbed_it_is_paid_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[str] = []
    shop = SilentShop([hears(BLACK)])
    await silence(shop)
    monkeypatch.setattr(fault, "reach", killed_at(0, reached))

    await shop.mesh.settle()

    await check(shop)
    assert len(reached) == POINTS


@pytest.mark.parametrize("number", range(1, POINTS + 1))
async def test_killed_anywhere_it_is_learnt_once_and_paid_twice_at_most(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    shop = SilentShop([hears(BLACK), hears(BLACK)])
    await silence(shop)
    monkeypatch.setattr(fault, "reach", killed_at(number, reached))

    await shop.mesh.settle()
    await shop.wait(LEASE_IS_OVER)
    await shop.wait(timedelta(seconds=10))

    await check(shop)
    if len(shop.model.requests) > 1:
        assert reached[number - 1] in {"after_outside", "decided"}, "a finished step was paid twice"


async def test_holders_that_keep_dying_are_followed_by_one_and_nothing_is_learnt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = SilentShop([hears(BLACK)] * 5)
    await silence(shop)

    monkeypatch.setattr(fault, "reach", killed_whenever_at("after_outside"))
    await shop.mesh.settle()
    for _ in range(4):
        await shop.wait(LEASE_IS_OVER)

    state = await shop.state()
    assert state is not None
    assert (await shop.colours(), state.readings, len(shop.model.requests)) == ([], (), 2)


@pytest.mark.parametrize("seed", range(6))
async def test_everything_twice_and_out_of_order_changes_nothing(seed: int) -> None:
    shop = SilentShop([hears(BLACK)], duplicate=1.0, shuffle=True, seed=seed)
    await silence(shop)

    await shop.mesh.settle()

    await check(shop)
    assert len(shop.model.requests) == 1


async def test_delivered_to_many_at_once_it_is_asked_for_by_one() -> None:
    slow = Slow(hears(BLACK))
    shop = SilentShop(other_model=slow)
    await silence(shop)
    (due,) = shop.due()

    several = [asyncio.create_task(shop.deliver(due)) for _ in range(5)]
    await slow.begun.wait()
    done, _ = await asyncio.wait(several, timeout=1, return_when=asyncio.ALL_COMPLETED)
    assert [task.result() for task in done] == [204] * 4
    slow.go.set()
    await asyncio.gather(*several)
    await shop.mesh.settle()

    await check(shop)
    assert slow.asked == 1


async def test_what_a_holder_says_whose_time_ran_out_is_dropped() -> None:
    red = {**BLACK, "value": "red", "words": "I only love red"}
    slow = Slow(hears(red), hears(BLACK))
    shop = SilentShop(other_model=slow)
    await shop.say("I only love red")
    await silence(shop)
    late = asyncio.create_task(shop.deliver(shop.due()[0]))
    await slow.begun.wait()
    await shop.wait(LEASE_IS_OVER)

    slow.go.set()
    assert await late == 204
    await shop.mesh.settle()

    await check(shop)
    assert slow.asked == 2


async def test_a_client_that_loads_is_waited_for_a_minute_and_loaded_only_now() -> None:
    shop = SilentShop([hears(BLACK)])
    shop.model.ready = False
    await silence(shop)
    assert shop.loads == 0

    await shop.mesh.settle()
    await shop.wait(timedelta(seconds=11))
    assert (shop.loads, await shop.colours()) == (2, [])
    shop.model.ready = True
    await shop.wait(timedelta(seconds=11))

    await check(shop)


async def test_a_client_that_never_loads_is_given_up() -> None:
    shop = SilentShop([])
    shop.model.ready = False
    await silence(shop)

    await shop.mesh.settle()
    for _ in range(10):
        await shop.wait(timedelta(seconds=11))

    state = await shop.state()
    assert state is not None
    assert (shop.loads, state.readings, await shop.timers()) == (7, (), [])


async def test_what_was_paid_for_is_written_down_once_the_ledger_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = SilentShop([hears(BLACK)])
    await silence(shop)
    failures = iter([True, True])
    write = shop.store.update

    async def update(*given: object, **more: object) -> object:
        if shop.model.requests and given[0] == MEMORY.collection and next(failures, False):
            raise DependencyError("mongodb")
        return await write(*given, **more)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr("shared.function.insisting.PAUSES_SECONDS", (0.0, 0.0, 0.0))
    monkeypatch.setattr(shop.store, "update", update)
    await shop.mesh.settle()

    await check(shop)
    assert len(shop.model.requests) == 1
