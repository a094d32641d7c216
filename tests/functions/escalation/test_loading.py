"""A desk without a model loads nothing that thinks."""

import pytest

from functions.escalation.main import desk_model
from shared.clients import redis_if_named
from shared.llm import models
from shared.settings import settings
from tests.support.loading import THINKING, loaded_by

NAMED = {"LLM_MODEL": "openai/m", "OPENAI_API_KEY": "k"}


@pytest.mark.parametrize("named", [{}, {**NAMED}, {"LLM_DESK": "true"}])
def test_without_a_model_or_without_its_switch_nothing_is_loaded(named: dict[str, str]) -> None:
    thinking = ("functions.escalation.thinking", "functions.escalation.asking_model")

    assert loaded_by("escalation", *thinking, *THINKING, **named) == "[]"


@pytest.mark.parametrize(("switch", "expected"), [("true", ("openai/m",)), ("false", None)])
def test_the_switch_decides_whether_the_desk_has_the_model(
    switch: str, expected: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**NAMED, "LLM_DESK": switch}.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert redis_if_named() is None

    model = desk_model("fashion")

    assert getattr(model, "models", None) == expected
    for cache in (models.model_for, models.shared_provider, models.shared_breakers):
        cache.cache_clear()
