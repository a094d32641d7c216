"""The models of a shop, as its environment names them."""

from collections.abc import AsyncIterator

import pytest

from shared.brands import brands
from shared.llm import models
from shared.llm.errors import NotReadyError
from shared.llm.loading import library
from shared.llm.models import model_for, warm_up
from shared.settings import settings
from tests.shared.llm.asking import request

NAMES = ("LLM_MODEL", "LLM_FALLBACK_MODELS", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "LLM_API_BASE")


@pytest.fixture(autouse=True)
async def fresh(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    caches = (models.model_for, models.shared_provider, models.shared_breakers, brands, library)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for cache in caches:
        cache.cache_clear()
    settings.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def environment(monkeypatch: pytest.MonkeyPatch, **environ: str) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()


def test_models_are_those_of_the_environment_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    environment(
        monkeypatch,
        LLM_MODEL="openai/a",
        LLM_FALLBACK_MODELS="anthropic/b,openai/c",
        OPENAI_API_KEY="k",
    )

    assert model_for("fashion").models == ("openai/a", "openai/c")
    assert model_for("fashion").configured
    assert model_for("fashion") is model_for("fashion")


@pytest.mark.parametrize("model", ["", "openai/a"])
async def test_without_model_or_key_rules_sell_and_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], model: str
) -> None:
    environment(monkeypatch, LLM_MODEL=model)

    warm_up(["fashion", "tech"])

    assert not model_for("fashion").configured
    assert not model_for("fashion").ready
    with pytest.raises(NotReadyError, match="not configured"):
        await model_for("fashion").complete(request())
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "model." in line] == lines
    assert len(lines) == 1
    assert '"event": "model.none"' in lines[0]
    assert '"level": "info"' in lines[0]


def test_an_unknown_brand_has_no_model() -> None:
    with pytest.raises(KeyError):
        model_for("nobody")
