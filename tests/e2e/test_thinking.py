"""Sellers that think, in the image with litellm.

By itself: `pytest -m e2e tests/e2e/test_thinking.py`, once the images are there.
"""

from collections.abc import Generator

import pytest

from tests.e2e import model_stand_in
from tests.e2e.cluster_shop import ClusterShop
from tests.e2e.images import THINKING
from tests.e2e.kubectl import NAMESPACE, Json, apply, get, kubectl, pods, until
from tests.e2e.stand_in import stand_in
from tests.journeys.rest import settle
from tests.journeys.shoppers import WhatsAppShopper
from tests.support.model_advice import LIE, WISH, WORDS

MODEL = model_stand_in.NAME
SELLER = "ai-seller-fashion"


@pytest.fixture(scope="module")
def thinking(shop: ClusterShop) -> Generator[ClusterShop, None, None]:
    """The shop after an upgrade that names a model, whose first seller has loaded litellm."""
    apply(*stand_in(MODEL, model_stand_in.__name__))
    until(
        lambda: get("deployment", MODEL).get("status", {}).get("readyReplicas"),
        "the model",
        seconds=120,
    )
    shop.upgrade(
        "llm.model=openai/gpt-4o-mini",
        f"llm.apiBase={model_stand_in.URL}",
        "secret.values.LLM_API_KEY=test-key",
    )
    try:
        until(serves_what_thinks, f"{SELLER} in {THINKING}", seconds=240, pause=1)
        first = WhatsAppShopper(shop, "fashion")
        until(
            lambda: first.say(WISH).text.startswith(WORDS),
            lambda: f"the model's words, not: {first.last}",
            seconds=180,
            pause=2,
        )
        settle(shop)
        yield shop
    finally:
        shop.upgrade()
        kubectl("delete", "deployment,service", MODEL, "-n", NAMESPACE, "--ignore-not-found")


def serves_what_thinks() -> bool:
    """Tell whether the newest revision is ready, and in the image with litellm."""
    service = get("ksvc", SELLER)
    status, template = service["status"], service["spec"]["template"]["spec"]
    newest = status.get("latestCreatedRevisionName")
    image = template["containers"][0]["image"]
    observed = status.get("observedGeneration") == service["metadata"]["generation"]
    return image == THINKING and observed and status.get("latestReadyRevisionName") == newest


def containers(component: str) -> list[Json]:
    """Return how the functions in a component's pods do."""
    found = [one for pod in pods(component) for one in pod["status"]["containerStatuses"]]
    return [one for one in found if one["name"] == "function"]


def test_a_model_leads_the_talk_and_the_catalog_the_prices(thinking: ClusterShop) -> None:
    shopper = WhatsAppShopper(thinking, "fashion")
    shopper.say("hello")

    answer = shopper.say(WISH)

    settle(thinking)
    assert answer.text.startswith(WORDS)
    assert LIE not in answer.text  # no tool said so
    (choice,) = answer.choices
    assert answer.has(choice.title.rstrip("…"))
    running = containers(SELLER)
    assert running
    assert {one["restartCount"] for one in running} == {0}  # its memory is enough


def test_the_rules_sell_when_the_model_is_gone(thinking: ClusterShop) -> None:
    shopper = WhatsAppShopper(thinking, "fashion")
    shopper.say("hello")
    kubectl("scale", "deployment", MODEL, "-n", NAMESPACE, "--replicas=0")
    until(
        lambda: not get("pods", "", "-l", f"app={MODEL}")["items"],
        "the model to be gone",
        seconds=60,
    )

    answer = shopper.say(WISH)

    settle(thinking)
    assert not answer.has(WORDS)
    assert answer.choice(1)
    shopper.hears_nothing(0)
