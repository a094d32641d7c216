import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("EVENT_SIGNING_KEY", "test-signing-key")


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    from shared.settings import settings

    settings.cache_clear()
    yield
    settings.cache_clear()
