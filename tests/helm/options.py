"""Every option of the chart: a value for it, and what of the rendered objects it then changes.

The key is the option's path in values.yaml; `defaults.*` holds for `services.*` and `sellers` too.
"""

from typing import Any, Final

from tests.helm.chart import Objects, pod_of
from tests.helm.looks import BIG, Change, container
from tests.helm.options_guards import GUARDS
from tests.helm.options_platform import PLATFORM
from tests.helm.options_shop import SHOP


def trial_store(store: str) -> dict[str, Change]:
    """Return the options of one trial store."""
    name = f"shop-trial-{store}"

    def port(objects: Objects) -> Any:
        return objects["Service", name]["spec"]["ports"][0]["port"]

    def volume(objects: Objects) -> Any:
        return pod_of(objects, "Deployment", name)["volumes"][0]

    own: dict[str, Change] = {
        "image": ("i:1", container("Deployment", name, "image"), "i:1"),
        "command": (["c"], container("Deployment", name, "command"), ["c"]),
        "args": (["a"], container("Deployment", name, "args"), ["a"]),
        "env": (
            [{"name": "A", "value": "b"}],
            container("Deployment", name, "env"),
            [{"name": "A", "value": "b"}],
        ),
        "port": (99, port, 99),
        "volume": (
            {"hostPath": {"path": "/d"}},
            volume,
            {"name": "data", "hostPath": {"path": "/d"}},
        ),
        "resources": (BIG, container("Deployment", name, "resources"), BIG),
    }
    return {f"trialStores.{store}.{field}": change for field, change in own.items()}


OPTIONS: Final[dict[str, Change]] = {
    **PLATFORM,
    **SHOP,
    **GUARDS,
    **trial_store("redis"),
    **trial_store("mongodb"),
    **trial_store("s3"),
}
