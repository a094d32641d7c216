"""What was erased is not read again, whenever the erasing comes; nothing is left of a reading."""

import asyncio
from datetime import timedelta

import pytest

from functions.identity.erasure import ErasureState
from functions.identity.wiping import forget_identities, wipe
from functions.memory.state import MEMORY
from shared.clock import now
from shared.events.customers import MemorySignals
from shared.models.memory import Correction
from tests.functions.memory.silence import (
    BLACK,
    LEASE_IS_OVER,
    OWN,
    SAID,
    SilentShop,
    hears,
)
from tests.support.drive import envelope_of
from tests.support.slow_model import Slow

pytestmark = pytest.mark.usefixtures("shop")

M: dict[str, object] = {
    "kind": "size",
    "value": "M",
    "wanted": True,
    "words": "always wear M",
    "for_other": False,
}


@pytest.fixture(autouse=True)
def nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what is kept in Redis and the object store."""

    async def deleted(_: object) -> None:
        return

    for name in ("delete_sessions", "delete_chats", "delete_media"):
        monkeypatch.setattr(f"functions.identity.wiping.{name}", deleted)


async def hear(shop: SilentShop, cause: str, **said: object) -> None:
    """Let the shopper correct or erase their memory."""
    event = MemorySignals.model_validate({"customerId": "c1", **said})
    assert await shop.deliver(envelope_of(event, cause=cause, now=now())) == 204


async def erase_customer(shop: SilentShop) -> None:
    state = ErasureState(customer_id="c1", asked_by="shopper", asked_at=now())
    for _ in range(2):
        await wipe(shop.store, state, now())


async def asking(shop: SilentShop, slow: Slow) -> "asyncio.Task[int]":
    """Return the delivery that waits for the model."""
    task = asyncio.create_task(shop.deliver(shop.due()[0]))
    await slow.begun.wait()
    return task


async def test_of_a_customer_who_is_to_be_forgotten_nothing_is_read() -> None:
    shop = SilentShop([hears(BLACK, M)])
    await shop.say(SAID)
    await shop.fall_silent()
    await forget_identities(shop.store, "c1", now())

    await shop.mesh.settle()

    assert (shop.model.requests, await shop.state()) == ([], None)


async def test_a_reading_that_was_due_before_the_wiping_makes_no_record_after_it() -> None:
    shop = SilentShop([hears(BLACK, M)])
    await shop.say(SAID)
    await shop.fall_silent()
    (due,) = shop.due()
    await erase_customer(shop)

    assert await shop.deliver(due) == 204

    assert (shop.model.requests, await shop.state()) == ([], None)


async def test_a_customer_wiped_while_a_model_reads_stays_wiped() -> None:
    slow = Slow(hears(BLACK))
    shop = SilentShop(other_model=slow)
    await shop.say(SAID)
    await shop.fall_silent()
    task = await asking(shop, slow)
    await erase_customer(shop)

    slow.go.set()
    assert await task == 204
    await shop.wait(LEASE_IS_OVER)

    assert (slow.asked, await shop.state(), await shop.timers()) == (1, None, [])


async def test_a_memory_erased_while_a_model_reads_stays_empty() -> None:
    slow = Slow(hears(BLACK))
    shop = SilentShop(other_model=slow)
    await shop.say(SAID)
    await shop.fall_silent()
    task = await asking(shop, slow)
    await hear(shop, "erased", erase=True)

    slow.go.set()
    assert await task == 204
    await shop.wait(LEASE_IS_OVER)

    state = await shop.state()
    assert state is not None
    assert (slow.asked, state.readings, state.history, await shop.colours()) == (1, (), (), [])


@pytest.mark.parametrize("known_before", [True, False])
async def test_what_was_said_before_the_erasing_is_not_read_and_what_comes_after_is(
    *, known_before: bool
) -> None:
    shop = SilentShop([hears(BLACK, M)])
    if known_before:
        await hear(shop, "known", signals=[{"kind": "view", "at": now().isoformat()}])
    await shop.say(SAID)
    await hear(shop, "erased", erase=True)
    await asyncio.sleep(0.002)
    await shop.say("thank you, I always wear M")
    await shop.fall_silent()

    await shop.mesh.settle()

    (request,) = shop.model.requests
    assert "black" not in request.messages[0].text
    assert "always wear M" in request.messages[0].text
    assert await shop.colours() == []


async def test_a_conversation_that_ended_before_the_erasing_is_not_read_at_all() -> None:
    shop = SilentShop([hears(BLACK, M)])
    await shop.say(SAID)
    await shop.fall_silent()
    await hear(shop, "erased", erase=True)

    await shop.mesh.settle()

    assert (shop.model.requests, await shop.colours()) == ([], [])


async def test_all_sizes_forgotten_are_not_read_again_in_what_was_said_before() -> None:
    shop = SilentShop([hears(BLACK, M)])
    await shop.say("as you know I always wear M")
    gone = Correction(forget=("size:*",)).wire()
    await hear(shop, "gone", correction=gone)
    await shop.fall_silent()

    await shop.mesh.settle()

    assert shop.model.requests == []


async def test_a_colour_forgotten_while_a_model_reads_does_not_come_back() -> None:
    slow = Slow(hears(BLACK))
    shop = SilentShop(other_model=slow)
    await shop.say(SAID)
    await shop.fall_silent()
    task = await asking(shop, slow)
    await hear(shop, "gone", correction={"forget": ["colour:black"]})

    slow.go.set()
    assert await task == 204

    state = await shop.state()
    assert state is not None
    assert (await shop.colours(), state.readings, state.history[1:]) == ([], (), ())


async def test_erasing_a_customer_takes_the_lease_and_its_timer_along() -> None:
    shop = SilentShop([hears(BLACK, M)])
    shop.model.ready = False
    await shop.say(SAID)
    await shop.fall_silent()
    await shop.mesh.settle()
    assert len(await shop.timers()) == 1

    await shop.wait(timedelta(0))
    await erase_customer(shop)

    assert (await shop.timers(), shop.store.collections[MEMORY.collection].get(OWN)) == ([], None)
