"""Waiting until no function has a pod, not even one that is ending; but the relay never sleeps."""

import time
from typing import Any

from tests.e2e.kubectl import get, until

SLEEP_SECONDS = 300
CALM_SECONDS = 3
NEVER_SLEEPS = "relay"
_SERVICE = "serving.knative.dev/service"


def pods_of_functions() -> list[dict[str, Any]]:
    """Return the pods of Knative Services in the namespace."""
    return get("pods", "", "-l", _SERVICE)["items"]


def wait_for_sleep() -> None:
    """Wait until all Services are at zero, then a moment for the node to come to rest."""

    def awake() -> list[str]:
        found = [one["metadata"] for one in pods_of_functions()]
        return [one["name"] for one in found if one["labels"][_SERVICE] != NEVER_SLEEPS]

    until(lambda: not awake(), lambda: f"{awake()} to end", seconds=SLEEP_SECONDS, pause=1)
    time.sleep(CALM_SECONDS)
