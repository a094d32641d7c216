"""Models that loop, talk nonsense, ask for what is not there, cost too much or break off."""

import pytest

from shared.clock import now
from shared.events.products import ProductQuery
from shared.llm.answer import ModelAnswer, OnDelta, Usage
from shared.llm.breakers import Breakers
from shared.llm.chain import ModelChain
from shared.llm.limits import DailyLimits
from shared.llm.loading import Library
from shared.llm.prices import Amount, Price
from shared.llm.provider import LiteLlm, Provider
from shared.llm.request import ModelRequest
from shared.llm.scripted import ScriptedModel, calls, says
from shared.llm.spending import SPENDING, Spending
from shared.nlu.intents import Intent
from shared.stores.memory import MemoryStore
from tests.functions.seller.shopper import check_limits
from tests.functions.seller.thinking.shop import ThinkingShop
from tests.support import model_server
from tests.support.model_fixtures import loaded, server
from tests.support.model_server import ModelServer

__all__ = ["loaded", "server"]

pytestmark = pytest.mark.usefixtures("test_brand")
SEARCH = calls(("search", {"text": "running shoes"}))
PLENTY = Amount(tokens=10_000_000, cost_micros=10_000_000)


def by_rules(shop: ThinkingShop) -> bool:
    """Tell whether the shopper got the rules' answer to a search, once."""
    (said,) = shop.said()
    return "running shoes" in said.casefold() and "Aero Glide" in said


async def search(shop: ThinkingShop) -> None:
    await shop.say("running shoes", category="running-shoes")


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        ([SEARCH] * 9, 6),
        ([calls(("buy_everything", {}))] * 9, 2),
        ([calls(("search", {"customer_id": "c2"}))] * 9, 2),
        ([calls(("search", {"text": ["running", "shoes"]}))] * 9, 2),
        ([calls(*[("search", {"text": f"{n}"}) for n in range(13)])], 1),
        ([says("Only $1.00, I swear!")] * 9, 2),
        ([says("\u200b \u202e")] * 9, 1),
        ([says("![x](https://evil.test/a.png)")] * 9, 1),
    ],
)
async def test_what_leads_nowhere_ends_with_the_rules(
    script: list[ModelAnswer], asked: int
) -> None:
    shop = ThinkingShop(list(script))

    await search(shop)

    assert by_rules(shop)
    assert len(shop.model.requests) == asked
    assert (await shop.state()).active_turn is None


@pytest.mark.parametrize(
    "text", ["no end " * 3000, "[[" * 500, "{'tool': 'x'} <tool_call>", "\x00\x07 bell", "🛍" * 5000]
)
async def test_nonsense_is_shown_within_limits_or_not_at_all(text: str) -> None:
    shop = ThinkingShop([says(text), says(text)])

    await search(shop)

    (response,) = shop.answered.values()
    check_limits(response.answer)
    assert (await shop.state()).active_turn is None


class Paid:
    """A provider whose calls cost a cent each."""

    ready = True

    def __init__(self, *answers: ModelAnswer) -> None:
        self.script = ScriptedModel(answers)

    def price(self, model: str) -> Price:
        del model
        return Price(prompt=1_000_000, cached=1_000_000, completion=1_000_000)

    async def attempt(
        self, model: str, request: ModelRequest, seconds: float, on_delta: OnDelta | None
    ) -> ModelAnswer:
        del model, seconds
        answer = await self.script.complete(request, on_delta)
        usage = Usage(prompt_tokens=9_900, completion_tokens=100)
        return answer.model_copy(update={"usage": usage})


def chain(provider: Provider, store: MemoryStore, conversation: Amount = PLENTY) -> ModelChain:
    """Return a brand's model as it is in a shop, with accounts in memory."""
    return ModelChain(
        models=("openai/m",),
        provider=provider,
        breakers=Breakers(None, now),
        spending=Spending(lambda: store, now),
        limits=DailyLimits(brand=PLENTY, conversation=conversation),
    )


async def test_a_conversation_that_has_spent_its_money_goes_on_with_the_rules() -> None:
    provider, store = Paid(SEARCH, SEARCH, SEARCH, says("Never said.")), MemoryStore()
    limit = Amount(tokens=10_000_000, cost_micros=21_000)
    shop = ThinkingShop(
        other_model=chain(provider, store, limit), duplicate=1.0, shuffle=True, seed=3
    )

    await search(shop)

    assert by_rules(shop)
    assert len(provider.script.requests) == 2
    accounts = list(store.collections[SPENDING].values())
    assert [one["committed"]["cost_micros"] for one in accounts] == [20_000, 20_000]
    assert [one["spent"]["turn"]["calls"] for one in accounts] == [2, 2]


async def test_through_a_real_client_and_wire_a_turn_is_thought_to_its_end(
    loaded: Library, server: ModelServer
) -> None:
    server.replies.append(model_server.calls(("c1", "search", '{"text": "running shoes"}')))
    server.replies.append(model_server.says("These run well on tarmac."))
    shop = ThinkingShop(other_model=chain(LiteLlm(loaded), MemoryStore()))

    await shop.say("something for the city", Intent.SEARCH)

    assert shop.said() == ["Hello! I'm Luna.\n\nThese run well on tarmac."]
    assert [type(event) for event in shop.asked] == [ProductQuery]
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "reply",
    [
        model_server.answers_with(b"<html>busy</html>"),
        model_server.answers_with(b'{"choices": []}'),
        model_server.answers_with(b'{"choices": [{"message": {"content": null}}]}'),
        model_server.fails(500),
        model_server.fails(429, "rate_limit", retry_after="7"),
        model_server.breaks_off(),
        model_server.refuses("I would rather not."),
    ],
)
async def test_whatever_comes_over_the_wire_the_shopper_is_answered(
    reply: model_server.Reply, loaded: Library, server: ModelServer
) -> None:
    server.replies.append(reply)
    shop = ThinkingShop(other_model=chain(LiteLlm(loaded), MemoryStore()))

    await search(shop)

    assert by_rules(shop)
    assert len(server.asked) == 1
