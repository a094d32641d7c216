import pytest

from shared.llm.loading import Library
from shared.llm.provider import LiteLlm
from tests.support.model_fixtures import loaded, server

__all__ = ["loaded", "server"]


@pytest.fixture
def provider(loaded: Library) -> LiteLlm:
    return LiteLlm(loaded)
