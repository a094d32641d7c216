"""A seller that thinks dies, hears everything twice, late or never: one right answer, paid once."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import cast

import pytest

from shared.conversation.state import CONVERSATIONS
from shared.errors import DependencyError
from shared.events.carts import CartRequested
from shared.events.chat import ChatThoughtDue
from shared.function import fault
from shared.function.envelope import Envelope
from shared.function.outbox import TIMERS
from shared.llm.answer import ModelAnswer
from shared.llm.errors import ModelTimeoutError
from shared.llm.request import ModelRequest
from shared.llm.scripted import calls, says
from shared.nlu.intents import Intent
from shared.stores.memory import MemoryStore
from shared.stores.store import Change, Document, Query, Store
from tests.functions.seller.thinking.shop import (
    KEY,
    LEASE_IS_OVER,
    SELLER,
    ThinkingShop,
    always,
    thoughts_in,
)
from tests.support.drive import Memory, deliver
from tests.support.dying import KilledError, killed_at
from tests.support.slow_model import Slow

pytestmark = [pytest.mark.chaos, pytest.mark.usefixtures("test_brand")]

FIVE_TOOLS = (
    calls(("search", {"text": "running shoes"})),
    calls(
        ("product_details", {"product_ids": ["glide"]}),
        ("recommend", {"kind": "similar", "product_id": "glide"}),
    ),
    calls(("add_to_cart", {"sku": "GLIDE-BLU-42", "quantity": 1})),
    calls(("show_cart", {})),
    says("The blue ones in 42 are in your cart, $129.00 in all."),
)
SAID = "Hello! I'm Luna.\n\nThe blue ones in 42 are in your cart, $129.00 in all."
POINTS = 85
"""Points between two steps of such a turn, as the first test counts them."""


async def five_tools(shop: ThinkingShop) -> None:
    await shop.say("the blue one in 42, please", Intent.ADD_TO_CART)


async def check(shop: ThinkingShop) -> None:
    """Check that the turn of five tools happened, once."""
    assert shop.said() == [SAID]
    assert shop.tools.lines == {"GLIDE-BLU-42": 1}
    assert len(shop.asked) == 5
    assert sum(isinstance(one, CartRequested) and one.action == "add" for one in shop.asked) == 1
    state = await shop.state()
    assert (state.active_turn, state.waiting, state.owner) == (None, (), "seller")
    assert all(
        not one["outbox"] for one in shop.store.collections[CONVERSATIONS.collection].values()
    )
    assert await shop.store.find(TIMERS, {"_id": f"{KEY}|turn"}) == []


def paid(shop: ThinkingShop) -> list[int]:
    """Return how often each thought was asked for, the first one first."""
    asked = Counter(thoughts_in(request) for request in shop.model.requests)
    return [asked[number] for number in range(len(FIVE_TOOLS))]


async def test_undisturbed_each_thought_is_paid_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[str] = []
    monkeypatch.setattr(fault, "reach", killed_at(0, reached))
    shop = ThinkingShop(always(*FIVE_TOOLS))

    await five_tools(shop)

    await check(shop)
    assert paid(shop) == [1, 1, 1, 1, 1]
    assert len(reached) == POINTS


@pytest.mark.parametrize("number", range(1, POINTS + 1))
async def test_killed_between_any_two_steps_the_turn_ends_as_if_nothing_happened(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    monkeypatch.setattr(fault, "reach", killed_at(number, reached))
    shop = ThinkingShop(always(*FIVE_TOOLS))

    await five_tools(shop)
    await shop.wait(LEASE_IS_OVER)
    await shop.wait(timedelta(seconds=10))

    await check(shop)
    twice = [times for times in paid(shop) if times != 1]
    assert twice in ([], [2])
    if twice:
        assert reached[number - 1] in {"after_outside", "decided"}, "a finished step was paid twice"


@pytest.mark.parametrize("seed", range(8))
async def test_everything_twice_and_out_of_order_changes_nothing(seed: int) -> None:
    shop = ThinkingShop(always(*FIVE_TOOLS), duplicate=1.0, shuffle=True, seed=seed)

    await five_tools(shop)

    await check(shop)
    assert paid(shop) == [1, 1, 1, 1, 1]


@pytest.mark.parametrize("seed", range(4))
async def test_lost_events_are_found_and_nothing_is_paid_again(seed: int) -> None:
    shop = ThinkingShop(always(*FIVE_TOOLS), duplicate=0.3, shuffle=True, seed=seed)
    await shop.hear("the blue one in 42, please", Intent.ADD_TO_CART)
    await shop.begin()

    shop.mesh.lose = 0.25
    await shop.mesh.settle()
    for minutes in range(1, 30):
        await shop.look_after(timedelta(minutes=minutes))
        if shop.said():
            break

    await check(shop)
    assert paid(shop) == [1, 1, 1, 1, 1]


async def due_event(shop: ThinkingShop) -> Envelope:
    """Let the shopper write and the thought be due, in the broker."""
    await shop.hear("nice weather", Intent.SMALL_TALK)
    await shop.begin()
    (due,) = shop.published(ChatThoughtDue.type)
    return due


async def test_delivered_to_many_at_once_a_thought_is_asked_for_by_one() -> None:
    slow = Slow(says("Indeed it is."))
    shop = ThinkingShop(other_model=slow)
    due = await due_event(shop)

    several = [asyncio.create_task(deliver(shop.mesh.clients[SELLER], due)) for _ in range(5)]
    await slow.begun.wait()
    done, _ = await asyncio.wait(several, timeout=1, return_when=asyncio.ALL_COMPLETED)
    assert [task.result() for task in done] == [204] * 4
    slow.go.set()
    await asyncio.gather(*several)
    await shop.mesh.settle()

    assert slow.asked == 1
    assert len(shop.said()) == 1


async def test_what_a_holder_says_whose_time_ran_out_is_dropped() -> None:
    slow = Slow(says("I am late."), says("Indeed it is."))
    shop = ThinkingShop(other_model=slow)
    due = await due_event(shop)
    late = asyncio.create_task(deliver(shop.mesh.clients[SELLER], due))
    await slow.begun.wait()
    await shop.wait(LEASE_IS_OVER)
    before = await shop.store.get(CONVERSATIONS.collection, KEY)

    slow.go.set()
    status = await late
    await shop.mesh.settle()

    assert status == 204
    assert await shop.store.get(CONVERSATIONS.collection, KEY) == before
    assert slow.asked == 2
    (said,) = shop.said()
    assert said.endswith("Indeed it is.")


async def test_a_late_answer_to_a_turn_that_still_thinks_is_dropped_too() -> None:
    slow = Slow(says("I am late."), says("Indeed it is."))
    shop = ThinkingShop(other_model=slow)
    due = await due_event(shop)
    late = asyncio.create_task(deliver(shop.mesh.clients[SELLER], due))
    await slow.begun.wait()
    await shop.age(LEASE_IS_OVER)
    await shop.mesh.settle()
    await shop.mesh.sweeper().timers((await shop.turn()).started_at + timedelta(seconds=300))
    expired = [one for one in shop.memory.publisher.envelopes if one.type.endswith("expired")]
    assert await deliver(shop.mesh.clients[SELLER], expired[-1]) == 204
    again = await shop.turn()
    assert again.lease is not None
    assert (again.lease.epoch, again.lease.until) == (2, None)

    slow.go.set()
    await late

    assert await shop.turn() == again
    assert shop.said() == []


async def test_a_holder_that_may_still_answer_is_left_alone() -> None:
    slow = Slow(says("Indeed it is."))
    shop = ThinkingShop(other_model=slow)
    due = await due_event(shop)
    asking = asyncio.create_task(deliver(shop.mesh.clients[SELLER], due))
    await slow.begun.wait()

    await shop.mesh.sweeper().timers((await shop.turn()).started_at + timedelta(seconds=300))
    await shop.mesh.settle()
    assert slow.asked == 1
    slow.go.set()
    await asking
    await shop.mesh.settle()

    assert slow.asked == 1
    assert len(shop.said()) == 1


async def test_when_every_holder_dies_the_rules_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(point: str) -> None:
        if point == "after_outside":
            raise KilledError

    monkeypatch.setattr(fault, "reach", die)
    shop = ThinkingShop(always(*FIVE_TOOLS))

    await shop.say("running shoes", category="running-shoes")
    await shop.wait(LEASE_IS_OVER)
    await shop.wait(LEASE_IS_OVER)

    (said,) = shop.said()
    assert "Aero Glide" in said
    assert len(shop.model.requests) == 2
    assert (await shop.state()).active_turn is None


async def test_a_thought_that_nobody_can_take_ends_with_the_rules() -> None:
    shop = ThinkingShop(always(*FIVE_TOOLS))
    await shop.hear("running shoes", category="running-shoes")
    await shop.begin()
    again = 0

    for _ in range(4):
        shop.mesh.lose = 1.0
        await shop.mesh.settle()
        timers = await shop.store.find(TIMERS, {"_id": f"{KEY}|turn"})
        again += len(timers)
        await shop.mesh.sweeper().timers((await shop.state()).opened_at + timedelta(minutes=5))
        expired = [one for one in shop.memory.publisher.envelopes if one.type.endswith("expired")]
        assert await deliver(shop.mesh.clients[SELLER], expired[-1]) == 204
        if (await shop.turn()).gave_up:
            break
    shop.mesh.lose = 0.0
    queries = shop.published("store.product.query")
    for query in queries:
        await shop.mesh.taken["product-catalog"](query)
    await shop.mesh.settle()

    assert again == 3
    (said,) = shop.said()
    assert "Aero Glide" in said
    assert shop.model.requests == []


async def test_a_slow_model_costs_its_time_once_and_then_the_rules_answer() -> None:
    shop = ThinkingShop([ModelTimeoutError("40 s")])

    await shop.say("running shoes", category="running-shoes")

    (said,) = shop.said()
    assert "Aero Glide" in said
    assert len(shop.model.requests) == 1


class Shaky(MemoryStore):
    """A store that fails the next so many changes of conversations."""

    fails = 0

    async def update(
        self, collection: str, query: Query, change: Change, *, upsert: bool = False
    ) -> Document | None:
        if collection == CONVERSATIONS.collection and self.fails:
            self.fails -= 1
            raise DependencyError("mongodb")
        return await super().update(collection, query, change, upsert=upsert)


async def test_an_answer_is_not_thrown_away_because_the_store_is_down_for_a_moment() -> None:
    store = Shaky()

    def answer(request: ModelRequest) -> ModelAnswer:
        store.fails = 1
        return FIVE_TOOLS[thoughts_in(request)]

    shop = ThinkingShop([answer] * 9, memory=Memory(store=store))

    await five_tools(shop)

    await check(shop)
    assert paid(shop) == [1, 1, 1, 1, 1]


@pytest.mark.stores
async def test_on_mongodb_a_turn_of_five_tools_ends_the_same(mongo: Store) -> None:
    memory = Memory(store=cast("MemoryStore", mongo))
    shop = ThinkingShop(always(*FIVE_TOOLS), memory=memory, duplicate=1.0, shuffle=True, seed=5)

    await five_tools(shop)

    assert shop.said() == [SAID]
    assert shop.tools.lines == {"GLIDE-BLU-42": 1}
    assert paid(shop) == [1, 1, 1, 1, 1]
    assert (await shop.state()).active_turn is None
