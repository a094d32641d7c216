import os
from collections.abc import Generator
from typing import cast

import pytest

from tests.brokers.broker import Broker
from tests.brokers.cluster_broker import cluster_broker
from tests.brokers.events import all_events
from tests.brokers.exchange import Exchange
from tests.brokers.local_broker import local_broker
from tests.brokers.outcome import Kind
from tests.e2e.kubectl import available

CLUSTER = pytest.param("cluster", marks=[pytest.mark.e2e, pytest.mark.timeout(400)])


@pytest.fixture(scope="session", params=["local", CLUSTER])
def broker(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Broker, None, None]:
    """The project's own broker; with `-m e2e` the real one that E2E_BROKER names."""
    data = tmp_path_factory.mktemp("brokers")
    if request.param == "local":
        with local_broker(data, "exponential", "linear") as own:
            yield own
        return
    if not available():
        pytest.fail("no cluster answers: set KUBECONFIG, or E2E_CLUSTER_UP to what starts one")
    kind = cast(Kind, os.environ.get("E2E_BROKER", "in-memory"))
    with cluster_broker(kind, data) as real:
        yield real


@pytest.fixture(scope="session")
def exchange(broker: Broker) -> Exchange:
    """All events of the tables, sent and done with."""
    return Exchange(broker).run(dict(all_events()))
