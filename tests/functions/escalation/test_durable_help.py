"""The desk's thought dies anywhere, comes twice, late or never: one help, paid once, no loss."""

import asyncio
from datetime import timedelta

import pytest

from shared.errors import DependencyError
from shared.function import fault
from tests.functions.escalation.desk import LEASE_IS_OVER, DeskShop, thinks
from tests.support.dying import killed_at, killed_whenever_at
from tests.support.slow_model import Slow

pytestmark = pytest.mark.chaos

POINTS = 23
"""Points between two steps of a hand-off, as the first test counts them."""


async def hand_off(shop: DeskShop) -> None:
    """Hand a conversation over; nothing of it is killed before it is with the people."""
    await shop.talk("the boots are too small")
    await shop.hand_over()


async def check(shop: DeskShop) -> None:
    desk = await shop.desk()
    assert (desk.help.by, desk.lease) == ("model", None)
    assert len(await shop.store.find("insights", {"kind": "classified"})) == 1
    assert len(await shop.store.find("insights", {"kind": "escalated"})) == 1
    assert await shop.store.find("timers", {"_id": "fashion|whatsapp|c1|desk"}) == []
    records = shop.store.collections["conversations"].values()
    assert all(not one["outbox"] for one in records)


async def test_undisturbed_it_is_paid_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[str] = []
    shop = DeskShop([thinks()])
    await hand_off(shop)
    monkeypatch.setattr(fault, "reach", killed_at(0, reached))

    await shop.mesh.settle()

    await check(shop)
    assert len(reached) == POINTS


@pytest.mark.parametrize("number", range(1, POINTS + 1))
async def test_killed_anywhere_the_help_comes_and_is_paid_twice_at_most(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    shop = DeskShop([thinks(), thinks()])
    await hand_off(shop)
    monkeypatch.setattr(fault, "reach", killed_at(number, reached))

    await shop.mesh.settle()
    await shop.wait(LEASE_IS_OVER)
    await shop.wait(timedelta(seconds=10))

    await check(shop)
    if len(shop.model.requests) > 1:
        assert reached[number - 1] in {"after_outside", "decided"}, "a finished step was paid twice"


async def test_holders_that_keep_dying_are_followed_by_one_and_the_rules_help_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = DeskShop([thinks()] * 5)
    await hand_off(shop)

    monkeypatch.setattr(fault, "reach", killed_whenever_at("after_outside"))
    await shop.mesh.settle()
    for _ in range(4):
        await shop.wait(LEASE_IS_OVER)

    desk = await shop.desk()
    assert (desk.help.by, desk.lease, len(shop.model.requests)) == ("rules", None, 2)


@pytest.mark.parametrize("seed", range(8))
async def test_everything_twice_and_out_of_order_changes_nothing(seed: int) -> None:
    shop = DeskShop([thinks()], duplicate=1.0, shuffle=True, seed=seed)
    await hand_off(shop)

    await shop.mesh.settle()

    await check(shop)
    assert len(shop.model.requests) == 1


async def test_delivered_to_many_at_once_it_is_asked_for_by_one() -> None:
    slow = Slow(thinks())
    shop = DeskShop(other_model=slow)
    await hand_off(shop)
    assert await shop.deliver(shop.handed_over[0]) == 204
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
    slow = Slow(thinks(wants="I am late."), thinks(wants="In time."))
    shop = DeskShop(other_model=slow)
    await hand_off(shop)
    assert await shop.deliver(shop.handed_over[0]) == 204
    late = asyncio.create_task(shop.deliver(shop.due()[0]))
    await slow.begun.wait()
    await shop.wait(LEASE_IS_OVER)

    slow.go.set()
    assert await late == 204
    await shop.mesh.settle()

    await check(shop)
    assert (await shop.desk()).help.lines[0] == "In time."


async def test_of_a_conversation_closed_meanwhile_nothing_is_written() -> None:
    slow = Slow(thinks())
    shop = DeskShop(other_model=slow)
    await hand_off(shop)
    assert await shop.deliver(shop.handed_over[0]) == 204
    asking = asyncio.create_task(shop.deliver(shop.due()[0]))
    await slow.begun.wait()
    await shop.close()

    slow.go.set()
    assert await asking == 204
    await shop.wait(LEASE_IS_OVER)

    assert (await shop.state()).desk is None
    assert slow.asked == 1
    assert await shop.store.find("insights", {"kind": "classified"}) == []


async def test_the_answer_is_paid_for_and_written_down_once_the_ledger_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = DeskShop([thinks()])
    await hand_off(shop)
    failures = iter([True, True])
    write = shop.store.update

    async def update(*given: object, **more: object) -> object:
        if shop.model.requests and given[0] == "conversations" and next(failures, False):
            raise DependencyError("mongodb")
        return await write(*given, **more)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr("shared.function.insisting.PAUSES_SECONDS", (0.0, 0.0, 0.0))
    monkeypatch.setattr(shop.store, "update", update)
    await shop.mesh.settle()

    await check(shop)
    assert len(shop.model.requests) == 1
