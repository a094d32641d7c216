from collections.abc import Iterator
from dataclasses import replace

import pytest

from functions.catalog.main import FUNCTION
from functions.catalog.seed import seed_products
from shared.settings import settings
from tests.functions.catalog.shop import DRESS, RACER, RUNNER, Shop
from tests.support.drive import EPOCH, Memory, client


@pytest.fixture(autouse=True)
def admin_token(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ADMIN_TOKEN", "admin-secret")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
async def shop() -> Shop:
    memory = Memory()
    await seed_products(memory.store, (RUNNER, RACER, DRESS), EPOCH)
    own = replace(FUNCTION, ports=memory.ports, background=None)
    return Shop(memory, client(own))
