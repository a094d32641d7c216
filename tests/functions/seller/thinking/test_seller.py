"""Sellers that think, as a function: steps are events, a thought is asked for once."""

from datetime import timedelta

import pytest

from functions.seller.thoughts import LEASE, LONGEST_THINKING, SKEW
from shared.clock import now
from shared.conversation.handoff import claim, close
from shared.conversation.state import CONVERSATIONS
from shared.conversation.turn import Turn
from shared.events.chat import ChatThoughtDue
from shared.events.sales import SalesSuggestion
from shared.function.outbox import TIMERS
from shared.llm.errors import ModelError, ModelTimeoutError, ModelUnavailableError
from shared.llm.request import ModelRequest
from shared.llm.scripted import calls, says
from shared.nlu.intents import Intent
from tests.functions.seller.thinking.shop import KEY, SELLER, ThinkingShop, always
from tests.support.drive import deliver

pytestmark = pytest.mark.usefixtures("test_brand")
DUE = ChatThoughtDue.type
SEARCH = calls(("search", {"text": "running shoes"}))


async def test_each_thought_is_an_event_and_nobody_waits_between_them() -> None:
    shop = ThinkingShop([SEARCH, says("These run well on tarmac. [[glide]]")])

    await shop.say("something to run in the city")

    assert [one.data["number"] for one in shop.published(DUE)] == [1, 2]
    assert [one.extension("to") for one in shop.published(DUE)] == ["seller", "seller"]
    assert [one.extension("brand") for one in shop.published(DUE)] == ["fashion", "fashion"]
    (said,) = shop.said()
    assert said == (
        "Hello! I'm Luna.\n\nThese run well on tarmac.\n\n1. Aero Glide — $129.00\n\n"
        "Would you like this one?"
    )
    assert (await shop.state()).active_turn is None
    assert await shop.store.find(TIMERS, {"_id": f"{KEY}|turn"}) == []


async def test_what_the_model_answered_is_in_the_turn_until_it_ends() -> None:
    shop = ThinkingShop([SEARCH])
    shop.mesh.taken.pop("product-catalog")

    await shop.say("running shoes")

    turn = await shop.turn()
    assert turn.thoughts == (SEARCH,)
    assert (turn.lease and turn.lease.number, turn.is_thinking, turn.is_waiting) == (1, False, True)


async def test_without_a_model_the_rules_answer_and_no_thought_is_due() -> None:
    loading, none = ThinkingShop(), ThinkingShop(has_model=False)
    loading.model.ready = False

    for shop in (loading, none):
        await shop.say("running shoes", category="running-shoes")

    assert loading.said() == none.said() != []
    assert loading.memory.published() == none.memory.published()
    assert none.published(DUE) == []
    assert loading.model.requests == []


async def test_a_turn_that_rules_began_stays_theirs_when_the_model_is_ready() -> None:
    shop = ThinkingShop()
    shop.model.ready = False
    work = shop.mesh.taken.pop("product-catalog")
    await shop.say("running shoes", category="running-shoes")
    (query,) = shop.published("store.product.query")

    shop.model.ready = True
    await work(query)
    await shop.mesh.settle()

    assert len(shop.said()) == 1
    assert shop.model.requests == []


@pytest.mark.parametrize("error", [ModelUnavailableError("down"), ModelTimeoutError("slow")])
async def test_when_no_model_answers_the_rules_do(error: ModelError) -> None:
    shop = ThinkingShop([SEARCH, error])

    await shop.say("running shoes", category="running-shoes")

    (said,) = shop.said()
    assert "Aero Glide" in said
    assert len(shop.model.requests) == 2


async def test_a_doubled_thought_is_asked_for_once() -> None:
    shop = ThinkingShop([SEARCH, says("They run well.")])
    await shop.say("running shoes")
    doubled = [*shop.published(DUE), *shop.published(DUE)]

    statuses = [await deliver(shop.mesh.clients[SELLER], one) for one in doubled]

    assert statuses == [204] * 4
    assert len(shop.model.requests) == 2
    assert len(shop.said()) == 1


async def test_a_message_that_comes_while_the_model_thinks_waits_for_its_own_turn() -> None:
    shop = ThinkingShop([says("Yes, in blue."), says("And in red.")])
    await shop.hear("do you have it in blue?", Intent.SMALL_TALK, name="m1")
    await shop.hear("and in red?", Intent.SMALL_TALK, name="m2")

    await shop.mesh.settle()

    first, second = shop.said()
    assert (first.endswith("Yes, in blue."), second) == (True, "And in red.")
    about_first = shop.model.requests[0].messages
    assert ["and in red?" in one.text for one in about_first] == [False, False]
    assert "Yes, in blue." in shop.model.requests[1].messages[-2].text


async def test_an_answer_that_comes_after_a_person_took_over_is_their_draft() -> None:
    shop = ThinkingShop([says("Gladly, tell me your size.")])
    await shop.hear("hello there", Intent.SMALL_TALK)
    await shop.begin()
    await shop.decide(claim(await shop.state(), "ana", "Ana", now()))

    await shop.mesh.settle()

    state = await shop.state()
    assert (state.owner, state.active_turn) == ("agent", None)
    assert state.draft is not None
    assert state.draft.message.endswith("Gladly, tell me your size.")
    assert shop.said() == []
    assert len(shop.published(SalesSuggestion.type)) == 1


async def test_a_thought_of_a_conversation_that_was_closed_changes_nothing() -> None:
    shop = ThinkingShop([says("Too late.")])
    await shop.hear("hello there", Intent.SMALL_TALK)
    await shop.begin()
    await shop.decide(claim(await shop.state(), "ana", "Ana", now()))
    await shop.decide(close(await shop.state(), "ana", "resolved", "", now()))

    await shop.mesh.settle()

    assert shop.model.requests == []
    assert (await shop.state()).status == "closed"
    assert shop.said() == []


async def test_of_an_erased_customer_nothing_is_written_any_more() -> None:
    shop = ThinkingShop()
    await shop.hear("hello there", Intent.SMALL_TALK)
    await shop.begin()
    await shop.store.delete(CONVERSATIONS.collection, {"_id": KEY})
    before = set(shop.memory.published())

    await shop.mesh.settle()

    assert await shop.store.get(CONVERSATIONS.collection, KEY) is None
    assert set(shop.memory.published()) == before
    assert shop.model.requests == []


async def test_a_turn_that_thinks_too_long_is_ended_by_the_rules() -> None:
    shop = ThinkingShop([SEARCH])
    work = shop.mesh.taken.pop("product-catalog")
    await shop.say("running shoes", category="running-shoes")
    await shop.age(LONGEST_THINKING)
    shop.mesh.taken["product-catalog"] = work

    for query in shop.published("store.product.query"):
        await work(query)
    await shop.mesh.settle()

    (said,) = shop.said()
    assert "Aero Glide" in said
    assert len(shop.model.requests) == 1


async def test_a_thought_whose_event_was_lost_is_told_again_as_the_same_event() -> None:
    shop = ThinkingShop(always(says("They run well.")))
    await shop.hear("running shoes")
    await shop.begin()
    shop.mesh.lose = 1.0
    await shop.mesh.settle()
    shop.mesh.lose = 0.0

    await shop.wait(timedelta(seconds=11))

    assert len(shop.published(DUE)) == 1
    assert len(shop.said()) == 1
    assert len(shop.model.requests) == 1


def test_a_lease_lasts_longer_than_a_request_and_less_than_a_delivery() -> None:
    takes = timedelta(seconds=ModelRequest.model_fields["timeout_seconds"].default)

    assert (takes, LEASE, LEASE + SKEW) == (
        timedelta(seconds=40),
        timedelta(seconds=60),
        timedelta(seconds=70),
    )


def test_a_turn_kept_by_the_release_before_is_read_as_one_of_the_rules() -> None:
    kept: dict[str, object] = {
        "turn_id": "t1",
        "started_at": now(),
        "steps": 1,
        "calls": [],
        "results": [],
    }

    turn = Turn.model_validate(kept)

    assert (turn.thoughts, turn.gave_up, turn.lease, turn.is_thinking) == ((), False, None, False)
