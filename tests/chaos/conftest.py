"""A shop of its own for every storm."""

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


@pytest.fixture
def shops(tmp_path: Path) -> Generator[Shops, None, None]:
    with ExitStack() as opened:
        yield Shops(tmp_path, opened)
