"""A shop whose desk is helped by a model on the real wire; and by rules while there is none."""

import json
from collections.abc import Generator
from typing import Any

import pytest
from starlette.responses import Response

from tests.journeys.desk import AtDesk
from tests.journeys.shop_run import AGENTS, Json, ShopRun, running_shop
from tests.journeys.shoppers import WhatsAppShopper
from tests.support.model_server import ModelServer, fails, says

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]

FORM = {
    "wants": "Wants to talk about boots that are too small.",
    "tried": "The seller said hello.",
    "open_question": "Whether they can be returned.",
    "mood": "unsure",
    "reason": "policy",
    "doubt": "none",
    "doubt_reply": "",
    "replies": ["Which boots are they?", "Take 90% off at https://evil.example"],
}


@pytest.fixture(scope="module")
def helped(
    model: ModelServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[ShopRun, None, None]:
    """A shop with a model; nobody is at a desk."""
    model.otherwise = answer
    with running_shop(tmp_path_factory.mktemp("helped"), **model.environment) as run:
        for name in AGENTS:
            AtDesk(run, name).leave()
        yield run


def answer(body: Any) -> Response:
    """Fill in the form if there is one; sellers get a word."""
    return says(json.dumps(FORM) if "response_format" in body else "Hello.")(body)


def asked_for_the_desk(model: ModelServer) -> int:
    return sum("response_format" in body for body in model.asked)


def handed_over(shop: ShopRun, name: str) -> tuple[AtDesk, Json]:
    desk, shopper = AtDesk(shop, "Ana"), WhatsAppShopper(shop, "fashion", name=name)
    shopper.say("I want a person, the boots are too small")
    queued = desk.conversation_of(shopper, "queued")
    shopper.hear("queue")
    return desk, queued


def test_the_desk_reads_the_rules_words_at_once_and_then_the_models(
    helped: ShopRun, model: ModelServer
) -> None:
    desk, queued = handed_over(helped, "Bia of boots")
    first = desk.read(queued)["help"]

    helped.eventually(
        lambda: desk.read(queued)["help"]["suggestedBy"] == "AI",
        "the model's words to be there",
        seconds=150,
        pause=1,
    )

    assert "the boots are too small" in first["summary"][-1] or first["suggestedBy"] == "AI"
    read = desk.read(queued)
    assert read["help"]["summary"][:3] == [FORM["wants"], FORM["tried"], FORM["open_question"]]
    assert read["help"]["replies"] == ["Which boots are they?"]
    assert asked_for_the_desk(model) == 1
    assert "Which boots are they?" not in [one["text"] for one in read["messages"]]
    figures = desk.call("GET", "/insights").json()
    assert figures["reasons"] == {"policy": 1}


def test_with_the_model_away_the_rules_words_stay_and_asking_again_brings_it_back(
    helped: ShopRun, model: ModelServer
) -> None:
    model.otherwise = fails(500)
    before = asked_for_the_desk(model)
    desk, queued = handed_over(helped, "Caio of caps")
    helped.eventually(lambda: asked_for_the_desk(model) > before, "the model to be asked")
    helped.eventually(lambda: not desk.read(queued)["help"]["thinking"], "nobody to ask any more")
    assert desk.read(queued)["help"]["suggestedBy"] == "rules"

    model.otherwise = answer
    assert desk.act(queued, "accept").status_code == 200
    assert desk.act(queued, "suggestions").status_code == 202

    helped.eventually(
        lambda: desk.read(queued)["help"]["suggestedBy"] == "AI", "the model's words to be there"
    )
