"""Memory and processor time of the shop's pods, as their kubelets count them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.bench.figures import Figure, figure
from tests.e2e.kubectl import NAMESPACE, get, kubectl

FUNCTION = "function"
PROXY = "queue-proxy"
_MB = 1024 * 1024


@dataclass(frozen=True)
class Used:
    """What one container of a pod has used: memory in MB, processor seconds since its start."""

    pod: str
    container: str
    memory_mb: float
    cpu_seconds: float


def read(summaries: Iterable[Mapping[str, Any]], namespace: str) -> list[Used]:
    """Return the containers of a namespace, from the summaries of all kubelets."""
    return [
        Used(
            pod["podRef"]["name"],
            one["name"],
            one.get("memory", {}).get("workingSetBytes", 0) / _MB,
            one.get("cpu", {}).get("usageCoreNanoSeconds", 0) / 1e9,
        )
        for summary in summaries
        for pod in summary.get("pods", ())
        if pod["podRef"]["namespace"] == namespace
        for one in pod.get("containers", ())
    ]


def now_used() -> list[Used]:
    """Ask every node's kubelet."""
    nodes = [one["metadata"]["name"] for one in get("nodes")["items"]]
    paths = [f"/api/v1/nodes/{name}/proxy/stats/summary" for name in nodes]
    return read([json.loads(kubectl("get", "--raw", path)) for path in paths], NAMESPACE)


def memory_figures(used: Iterable[Used], services: Mapping[str, str]) -> list[Figure]:
    """Return the memory of each Service's newest pod and of its queue-proxy.

    Args:
        used: what was read.
        services: Service by the name of its pod.
    """
    found: list[Figure] = []
    for one in sorted(used, key=lambda one: (services.get(one.pod, ""), one.container)):
        service = services.get(one.pod)
        if service and one.container in {FUNCTION, PROXY, "user-container"}:
            column = "queue-proxy" if one.container == PROXY else "function"
            found.append(figure(column, "MB", [one.memory_mb], of=service))
    return found


def total_mb(used: Iterable[Used], pods: Iterable[str]) -> float:
    """Return the memory of some pods in all."""
    wanted = set(pods)
    return sum(one.memory_mb for one in used if one.pod in wanted)


def cpu_seconds(before: Iterable[Used], after: Iterable[Used], pods: Iterable[str]) -> float:
    """Return the processor time that pods used in between; one that is new began at zero."""
    wanted = set(pods)
    known = {(one.pod, one.container): one.cpu_seconds for one in before}
    return sum(
        one.cpu_seconds - known.get((one.pod, one.container), 0.0)
        for one in after
        if one.pod in wanted
    )
