"""A shop whose memory reads, with a model on the real wire, what was said once a talk is over."""

import json
import re
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response

from tests.journeys.rest import ledger, settle
from tests.journeys.shop_run import Json, ShopRun, running_shop
from tests.journeys.shoppers import WhatsAppShopper
from tests.support.model_server import ModelServer, says

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]

SAID = "black goes with everything I own"
FORM = {
    "remarks": [
        {"kind": "colour", "value": "black", "wanted": True, "words": SAID, "for_other": False},
        {
            "kind": "colour",
            "value": "orange",
            "wanted": True,
            "words": "I love orange",
            "for_other": False,
        },
    ]
}


@pytest.fixture(scope="module")
def listening(
    model: ModelServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[ShopRun, None, None]:
    """A shop in which memory may read."""
    model.otherwise = answer
    folder = tmp_path_factory.mktemp("listening")
    values = Path(folder) / "values.yaml"
    values.write_text("llm: {memory: true}\n")
    with running_shop(folder, LOCAL_VALUES=str(values), **model.environment) as run:
        yield run


def answer(body: Any) -> Response:
    """Fill in the form if there is one; sellers get a word."""
    return says(json.dumps(FORM) if "response_format" in body else "Hello.")(body)


def read_by(model: ModelServer) -> list[str]:
    return [json.dumps(body) for body in model.asked if "response_format" in body]


def fall_silent(shop: ShopRun) -> None:
    """Let the day of silence pass at once."""
    settle(shop)
    with ledger(shop) as database:
        idle = {"_id": re.compile(r"\|idle$")}
        database["timers"].update_many(idle, {"$set": {"not_before": datetime.now(UTC)}})
    settle(shop)


def memories(shop: ShopRun) -> list[Json]:
    with ledger(shop) as database:
        return [one["state"] for one in database["memories"].find({})]


def test_what_was_said_in_passing_is_noticed_after_the_silence(
    listening: ShopRun, model: ModelServer
) -> None:
    shopper = WhatsAppShopper(listening, "fashion", name="Ana Souza")
    shopper.say(f"Hello there! You know, {SAID}.")
    settle(listening)
    assert read_by(model) == []

    fall_silent(listening)
    listening.eventually(
        lambda: any(
            one["kind"] == "passing" for each in memories(listening) for one in each["history"]
        ),
        "memory learns",
        seconds=90,
    )

    (asked,) = read_by(model)
    assert SAID in asked
    assert "Ana Souza" not in asked
    known = shopper.say("what do you know about me?")
    assert known.has("What I noticed:", "black")
    assert not known.has("orange")

    fall_silent(listening)
    (state,) = memories(listening)
    assert [one["colours"] for one in state["history"] if one["kind"] == "passing"] == [["black"]]
