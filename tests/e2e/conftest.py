"""One release for a whole run, on whatever cluster KUBECONFIG names."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.e2e.cluster_shop import ClusterShop
from tests.e2e.kubectl import available
from tests.journeys.scripts import SCRIPTS
from tests.journeys.stock import stock_up

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def broker() -> str:
    """The overlay of knative/overlays that events go through."""
    return os.environ.get("E2E_BROKER", "in-memory")


@pytest.fixture(scope="session")
def values(broker: str) -> tuple[Path, ...]:
    """What the cluster needs to be told."""
    given = os.environ.get("E2E_VALUES", "").split()
    return (HERE / "values.yaml", HERE / f"values-{broker}.yaml", *map(Path, given))


@pytest.fixture(scope="session")
def shop(
    tmp_path_factory: pytest.TempPathFactory, values: tuple[Path, ...], broker: str
) -> Generator[ClusterShop, None, None]:
    if not available():
        pytest.fail("no cluster answers: set KUBECONFIG, or E2E_CLUSTER_UP to what starts one")
    run = ClusterShop(tmp_path_factory.mktemp("cluster"), values, broker)
    try:
        run.start()
        stock_up(run, {brand: script.search for brand, script in SCRIPTS.items()})
        yield run
    finally:
        run.end()
