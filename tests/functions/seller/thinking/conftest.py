import json
from collections.abc import Iterator

import pytest

from shared.brands import brands
from shared.settings import settings
from tests.functions.seller.goods import BRAND


@pytest.fixture
def test_brand(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The seller's process has the tests' brand."""
    monkeypatch.setenv("BRAND_FILE_fashion.yaml", json.dumps(BRAND.wire()))
    monkeypatch.setenv("PUBLIC_URL", "https://shop.example")
    monkeypatch.setenv(
        "BRAND_NAMES", json.dumps(["Test Fashion", "Luna", "Agent Store Tech", "Max"])
    )
    settings.cache_clear()
    brands.cache_clear()
    yield
    brands.cache_clear()
