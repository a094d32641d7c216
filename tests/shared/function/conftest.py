import pytest

from shared.stores.store import Store
from tests.shared.function.counting import Bench


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)
