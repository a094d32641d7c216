"""What is known of the image alone: its size, and how long its functions take to load."""

import json
from pathlib import Path
from typing import Any

from tests.bench.cluster import loading
from tests.bench.cluster.archives import size_of
from tests.bench.figures import Figure, figure
from tests.e2e.images import FUNCTIONS
from tests.e2e.kubectl import NAMESPACE, apply, get, kubectl, until

_POD = "loading"


def sizes(archive: Path) -> list[Figure]:
    """Return the size of the archive that `python -m tests.e2e.images` wrote."""
    found = size_of(archive)
    return [
        figure("image, compressed", "MB", [found.compressed / 1e6]),
        figure("image, unpacked", "MB", [found.unpacked / 1e6]),
    ]


def loads(runs: int) -> list[Figure]:
    """Load every function in a pod of its own image, with nothing else in it."""
    kubectl("delete", "pod", _POD, "-n", NAMESPACE, "--ignore-not-found")
    apply(_pod(runs))
    until(lambda: _phase() in {"Succeeded", "Failed"}, "functions to be loaded", seconds=300)
    said = kubectl("logs", _POD, "-n", NAMESPACE)
    assert _phase() == "Succeeded", said
    kubectl("delete", "pod", _POD, "-n", NAMESPACE)
    return load_figures(json.loads(said))


def load_figures(taken: dict[str, list[tuple[float, float]]]) -> list[Figure]:
    """Return the time each function takes to load, and its ratio to hello's, run by run."""
    hello = [cpu for cpu, _ in taken[loading.HELLO]]
    found: list[Figure] = []
    for name, runs in taken.items():
        cpu = [one for one, _ in runs]
        found.append(figure("processor", "ms", cpu, of=name))
        found.append(figure("clock", "ms", [clock for _, clock in runs], of=name))
        ratios = [own / bare for own, bare in zip(cpu, hello, strict=True)]
        found.append(figure("processor, of hello", "x", ratios, of=name))
    return found


def _phase() -> str:
    return str(get("pod", _POD)["status"].get("phase"))


def _pod(runs: int) -> dict[str, Any]:
    container = {
        "name": "function",
        "image": FUNCTIONS,
        "imagePullPolicy": "IfNotPresent",
        "command": ["python", "-c", Path(loading.__file__).read_text(), str(runs)],
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": _POD, "namespace": NAMESPACE},
        "spec": {
            "restartPolicy": "Never",
            "automountServiceAccountToken": False,
            "containers": [container],
        },
    }
