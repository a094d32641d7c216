import json
from collections.abc import Iterator

import pytest

from shared.brands import brands
from shared.settings import settings
from tests.functions.seller.goods import BRAND


@pytest.fixture(autouse=True)
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A shop of two brands, where Ana answers."""
    seller = BRAND.seller.model_copy(update={"name": "Max"})
    numbers = BRAND.whatsapp.model_copy(update={"phone_number_id": "200"})
    other = BRAND.model_copy(
        update={
            "id": "tech",
            "name": "Agent Store Tech",
            "seller": seller,
            "order_prefix": "TE",
            "whatsapp": numbers,
        }
    )
    monkeypatch.setenv("BRAND_FILE_fashion.yaml", json.dumps(BRAND.wire()))
    monkeypatch.setenv("BRAND_FILE_tech.yaml", json.dumps(other.wire()))
    monkeypatch.setenv("PUBLIC_URL", "https://shop.example")
    monkeypatch.setenv("AGENT_TOKENS", "ana:ana-token,bob:bob-token")
    settings.cache_clear()
    brands.cache_clear()
    yield
    brands.cache_clear()
    settings.cache_clear()
