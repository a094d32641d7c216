import json
from collections.abc import Iterator

import pytest

from shared.brands import brands
from shared.settings import settings
from shared.vocabularies import vocabularies
from tests.functions.seller.goods import BRAND


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A shop of one brand."""
    caches = (settings, brands, vocabularies)
    monkeypatch.setenv("BRAND_FILE_fashion.yaml", json.dumps(BRAND.wire()))
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()
