from collections.abc import AsyncIterator

import pytest

from shared.llm.loading import Library, library
from shared.llm.provider import LiteLlm
from shared.settings import settings
from tests.support.model_server import ModelServer, running_models


@pytest.fixture(scope="session")
def loaded() -> Library:
    """litellm, loaded as functions load it."""
    assert library().wait(120)
    return library()


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ModelServer]:
    async with running_models() as running:
        monkeypatch.setenv("LLM_API_BASE", running.url)
        monkeypatch.setenv("LLM_API_KEY", "test-key")
        settings.cache_clear()
        yield running


@pytest.fixture
def provider(loaded: Library) -> LiteLlm:
    return LiteLlm(loaded)
