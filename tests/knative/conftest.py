from collections.abc import Generator
from pathlib import Path

import pytest

from tests.knative.local_run import LocalRun, local_run


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalRun, None, None]:
    with local_run(tmp_path_factory.mktemp("platform")) as run:
        yield run


@pytest.fixture
def fresh_data(tmp_path: Path) -> Path:
    return tmp_path
