"""One shop for all journeys of a test run."""

from collections.abc import Generator

import pytest

from tests.journeys.reporting import pytest_runtest_makereport
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shop_run import ShopRun, running_shop
from tests.journeys.stock import restock

__all__ = ["pytest_runtest_makereport"]

ENOUGH = 12


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Generator[ShopRun, None, None]:
    with running_shop(tmp_path_factory.mktemp("shop")) as run:
        for brand, script in SCRIPTS.items():  # whichever journeys come first, all can buy
            restock(run, brand, script.search, ENOUGH)
        yield run
