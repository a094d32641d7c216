"""A shop whose sellers think: a model on the real wire, behind the running shop."""

from collections.abc import Generator
from typing import Any

import pytest

from tests.journeys.rest import settle
from tests.journeys.shop_run import ShopRun, running_shop
from tests.journeys.shoppers import WebShopper, WhatsAppShopper
from tests.journeys.streamed import Streamed, events_of
from tests.support.model_advice import LIE, WISH, WORDS, advice
from tests.support.model_server import ModelServer, fails, says

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]

TALK = "Gladly. These run well in the rain. Which size do you wear?"


@pytest.fixture(scope="module")
def thinking(
    model: ModelServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[ShopRun, None, None]:
    """A shop of which the first seller has loaded what it needs to think."""
    model.otherwise = advice
    with running_shop(tmp_path_factory.mktemp("thinking"), **model.environment) as run:
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


def heard_while_it_speaks(shopper: WebShopper, text: str, last_id: str = "") -> list[Streamed]:
    """Write with the stream open; return what comes on it until the message is finished."""
    heard: list[Streamed] = []
    with shopper.stream(last_id) as stream:
        events = events_of(stream)
        shopper.write(text)
        while not heard or heard[-1].name != "message.created":
            heard.append(next(events))
    return heard


def test_on_the_web_words_are_read_while_the_model_speaks(
    thinking: ShopRun, model: ModelServer
) -> None:
    shopper = WebShopper(thinking, "fashion")
    shopper.say("hello")
    model.otherwise = says(TALK, pause_seconds=0.1)

    *words, message = heard_while_it_speaks(shopper, WISH)

    first = words[0]
    assert {one.name for one in words} == {"message.delta"}
    assert [one.data["text"] for one in words] == [
        "Gladly.",
        "Gladly. These run well in the rain.",
    ]
    assert message.at - first.at > 0.5
    assert message.data["message"] == TALK
    assert message.data["turnId"] == first.data["turnId"]
    assert shopper.hear().text == TALK  # polling has the message alone, once
    shopper.hears_nothing(0)

    model.otherwise = says("Noted. Anything else?", pause_seconds=0.1)
    again = heard_while_it_speaks(shopper, "size 42 for me", message.id)

    model.otherwise = advice
    turns = {one.data["turnId"] for one in again}
    assert first.data["turnId"] not in turns  # nothing of what was finished is replayed
    assert [one.data.get("text") for one in again] == ["Noted.", None]


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
