"""One shop for all journeys of a test run; where its logs are is said when one fails."""

from collections.abc import Generator

import pytest

from tests.journeys.shop_run import ShopRun, running_shop


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Generator[ShopRun, None, None]:
    with running_shop(tmp_path_factory.mktemp("shop")) as run:
        yield run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    for value in item.funcargs.values() if report.failed else ():
        if isinstance(value, ShopRun):
            report.sections.append(("the shop's logs", f"{value.data}/logs, {value.data}"))
    return report
