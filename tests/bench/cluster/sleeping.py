"""Waiting until every function has no pod, not even one that is ending."""

import time
from typing import Any

from tests.e2e.kubectl import get, until

SLEEP_SECONDS = 300
CALM_SECONDS = 3


def pods_of_functions() -> list[dict[str, Any]]:
    """Return the pods of Knative Services in the namespace."""
    return get("pods", "", "-l", "serving.knative.dev/service")["items"]


def wait_for_sleep() -> None:
    """Wait until all Services are at zero, then a moment for the node to come to rest."""

    def awake() -> list[str]:
        return [one["metadata"]["name"] for one in pods_of_functions()]

    until(lambda: not awake(), lambda: f"{awake()} to end", seconds=SLEEP_SECONDS, pause=1)
    time.sleep(CALM_SECONDS)
