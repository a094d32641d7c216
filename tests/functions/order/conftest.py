import pytest

from shared.settings import settings
from tests.functions.order.shop import ENVIRONMENT


@pytest.fixture
def shop_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
