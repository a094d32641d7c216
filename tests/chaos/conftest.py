"""A shop of its own for every storm that needs one."""

from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.reporting import pytest_runtest_makereport
from tests.journeys.shop_run import ShopRun, running_shop

__all__ = ["pytest_runtest_makereport"]


class Shops:
    """Starts shops that end with the test."""

    def __init__(self, data: Path, opened: ExitStack) -> None:
        self._data = data
        self._opened = opened

    def open(self, **environment: str) -> ShopRun:
        """Start a shop with variables of its own."""
        return self._opened.enter_context(running_shop(self._data, **environment))


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Generator[ShopRun, None, None]:
    """One shop for all storms that need no variables, whose order does not matter."""
    with running_shop(tmp_path_factory.mktemp("calm")) as run:
        yield run


@pytest.fixture
def shops(tmp_path: Path) -> Generator[Shops, None, None]:
    with ExitStack() as opened:
        yield Shops(tmp_path, opened)
