"""What tests with a real client of models share: litellm once loaded, and a server it speaks to."""

from collections.abc import AsyncIterator

import pytest

from shared.llm.loading import Library, library
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
