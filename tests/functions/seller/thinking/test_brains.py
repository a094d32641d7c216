"""Which model a brand has, and what its seller may and may not name."""

from collections.abc import Iterator

import pytest

from shared.clients import redis_if_named
from shared.llm import models
from shared.llm.named import model_of
from shared.llm.scripted import says
from shared.nlu.intents import Intent
from shared.settings import settings
from tests.functions.seller.thinking.shop import ThinkingShop
from tests.support.loading import THINKING, loaded_by

pytestmark = pytest.mark.usefixtures("test_brand")


@pytest.fixture(autouse=True)
def fresh_models() -> Iterator[None]:
    """Let each test have models of its own."""
    caches = (models.model_for, models.shared_provider, models.shared_breakers)
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, None),
        ({"LLM_MODEL": "openai/gpt-5-mini"}, None),
        ({"LLM_MODEL": "openai/gpt-5-mini", "OPENAI_API_KEY": "k"}, ("openai/gpt-5-mini",)),
        (
            {"LLM_MODEL": "openai/own", "LLM_API_BASE": "http://127.0.0.1:9/v1"},
            ("openai/own",),
        ),
        (
            {"LLM_FALLBACK_MODELS": "anthropic/claude-x", "ANTHROPIC_API_KEY": "k"},
            ("anthropic/claude-x",),
        ),
    ],
)
def test_a_brand_has_the_models_that_can_be_reached(
    named: dict[str, str], expected: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert redis_if_named() is None

    model = model_of("fashion")

    assert getattr(model, "models", None) == expected


async def test_the_shops_own_pages_may_be_given_and_others_names_may_not() -> None:
    said = says(
        "Luna shows more at https://shop.example/fashion today. Max of Agent Store Tech has it."
        " See https://shop.example.evil.test/x too. So do we."
    )
    shop = ThinkingShop([said, said])

    await shop.say("what else is there", Intent.SMALL_TALK)

    (told,) = shop.said()
    assert told.endswith("Luna shows more at https://shop.example/fashion today. So do we.")


def test_a_seller_without_a_model_loads_nothing_that_thinks() -> None:
    assert loaded_by("seller", "functions.seller.thinking", *THINKING) == "[]"
