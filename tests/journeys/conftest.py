"""One shop for all journeys of a test run."""

from collections.abc import Generator

import pytest

from tests.journeys.reporting import pytest_runtest_makereport
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shop_run import ShopRun, running_shop
from tests.journeys.stock import stock_up
from tests.support.model_server import ModelServer
from tests.support.model_thread import served_models

__all__ = ["pytest_runtest_makereport"]


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Generator[ShopRun, None, None]:
    with running_shop(tmp_path_factory.mktemp("shop")) as run:
        stock_up(run, {brand: script.search for brand, script in SCRIPTS.items()})
        yield run


@pytest.fixture(scope="module")
def model() -> Generator[ModelServer, None, None]:
    """A provider of models."""
    with served_models() as server:
        yield server
