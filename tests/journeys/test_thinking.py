"""A shop whose sellers think: a model on the real wire, behind the running shop."""

import asyncio
import threading
from collections.abc import Generator
from typing import Any

import pytest

from tests.journeys.rest import settle
from tests.journeys.shop_run import ShopRun, running_shop
from tests.journeys.shoppers import WhatsAppShopper
from tests.support.model_advice import LIE, WISH, WORDS, advice
from tests.support.model_server import ModelServer, fails, running_models

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def model() -> Generator[ModelServer, None, None]:
    """A provider of models in a thread of its own."""
    started, over = threading.Event(), asyncio.Event()
    known: list[tuple[ModelServer, asyncio.AbstractEventLoop]] = []

    async def serve() -> None:
        async with running_models() as server:
            known.append((server, asyncio.get_running_loop()))
            started.set()
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert started.wait(30)
    ((server, loop),) = known
    yield server
    loop.call_soon_threadsafe(over.set)
    thread.join()


@pytest.fixture(scope="module")
def thinking(
    model: ModelServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[ShopRun, None, None]:
    """A shop of which the first seller has loaded what it needs to think."""
    model.otherwise = advice
    environment = {
        "LLM_MODEL": "openai/gpt-4o-mini",
        "LLM_API_BASE": model.url,
        "LLM_API_KEY": "test-key",
    }
    with running_shop(tmp_path_factory.mktemp("thinking"), **environment) as run:
        first = WhatsAppShopper(run, "fashion")

        def thinks() -> bool:
            first.say(WISH)
            return bool(model.asked)

        run.eventually(thinks, "the seller thinks", seconds=120, pause=1)
        settle(run)
        yield run


def last_role(body: Any) -> str:
    return body["messages"][-1]["role"]


def test_a_seller_speaks_as_the_model_does_and_shows_what_the_catalog_has(
    thinking: ShopRun, model: ModelServer
) -> None:
    shopper = WhatsAppShopper(thinking, "fashion")
    shopper.say("hello")
    settle(thinking)
    before = len(model.asked)

    answer = shopper.say(WISH)

    settle(thinking)
    assert answer.text.startswith(WORDS)
    assert LIE not in answer.text  # no tool said so
    (choice,) = answer.choices
    assert choice.id.startswith("pick:")
    assert answer.has(choice.title.rstrip("…"))
    roles = [last_role(body) for body in model.asked[before:]]
    assert roles == ["user", "tool", "user"]  # searched, said, told to say it without the price
    shopper.hears_nothing(0)


def test_the_rules_sell_when_the_model_is_away(thinking: ShopRun, model: ModelServer) -> None:
    shopper = WhatsAppShopper(thinking, "fashion")
    shopper.say("hello")
    model.otherwise = fails(500)

    answer = shopper.say(WISH)

    model.otherwise = advice
    settle(thinking)
    assert not answer.has(WORDS)
    assert answer.choice(1)
    shopper.hears_nothing(0)
