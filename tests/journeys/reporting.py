"""Says where a shop's logs are when a test that ran it fails."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.journeys.shop_run import ShopRun


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    runs = [one for one in item.funcargs.values() if isinstance(one, ShopRun | Path)]
    for run in runs if report.failed else ():
        data = run.data if isinstance(run, ShopRun) else run
        report.sections.append(("the shop's logs", f"{data}/logs, {data}"))
    return report
