"""The shop while everything runs: turns, what they cost, what the pods hold."""

import asyncio
from collections.abc import Sequence

from shared.http.message import Request
from tests.bench import turns
from tests.bench.cluster import throughput, usage
from tests.bench.cluster.reach import Reached, service_url
from tests.bench.cluster.release import functions
from tests.bench.cluster.sleeping import pods_of_functions
from tests.bench.cold_functions import sample_of
from tests.bench.figures import Figure, figure
from tests.bench.report import Report
from tests.bench.shop import Front
from tests.e2e.kubectl import get

COUNTED_AGAIN_SECONDS = 40
"""Kubelets look at their containers every 10 to 15 s, and remember."""
DATABASE = "agent_store"


async def measure(shop: Front, report: Report, *, alone: int, together: int, events: int) -> None:
    """Wake everything, then measure."""
    await asyncio.gather(*(_wake(name) for name in functions()))
    await turns.measure(shop, alone=20, together=1)
    await asyncio.sleep(COUNTED_AGAIN_SECONDS)
    before = usage.now_used()
    report.add("Memory, awake and at rest", _memory(before))
    found = await turns.measure(shop, alone=alone, together=together)
    report.add("A turn through the real broker, webhook in to message out", found)
    await asyncio.sleep(COUNTED_AGAIN_SECONDS)
    pods = {one["metadata"]["name"] for one in get("pods")["items"]}
    after = usage.now_used()
    count = alone + 3 + together * turns.MANY
    report.add("What a message costs", _cost(before, after, pods, count))
    sample = await sample_of(shop)
    uri = shop.secrets["MONGODB_URI"]
    found = await throughput.measure(sample, uri, DATABASE, events)
    report.add(f"Events through the real broker, {events} at once", found)


def standing(used: Sequence[usage.Used]) -> list[Figure]:
    """Return what stays when nobody asks anything: pods and memory by what they are."""
    found: list[Figure] = []
    for one in sorted(get("pods")["items"], key=lambda one: one["metadata"]["name"]):
        if one["status"]["phase"] == "Running":
            name = one["metadata"]["name"]
            found.append(figure("stays", "MB", [usage.total_mb(used, [name])], of=name))
    return found


async def _wake(name: str) -> None:
    await Reached(service_url(name)).send(Request(b"GET", b"/healthz", []))


def _memory(used: Sequence[usage.Used]) -> list[Figure]:
    services = {
        one["metadata"]["name"]: one["metadata"]["labels"]["serving.knative.dev/service"]
        for one in pods_of_functions()
    }
    whole = usage.total_mb(used, services)
    return [
        *usage.memory_figures(used, services),
        figure("function", "MB", [whole], of=f"all {len(services)} pods, with queue-proxies"),
    ]


def _cost(
    before: Sequence[usage.Used], after: Sequence[usage.Used], pods: set[str], count: int
) -> list[Figure]:
    ours = {one["metadata"]["name"] for one in pods_of_functions()}
    functions_cpu = usage.cpu_seconds(before, after, ours) * 1000 / count
    others_cpu = usage.cpu_seconds(before, after, pods - ours) * 1000 / count
    return [
        figure("processor, functions and queue-proxies", "ms", [functions_cpu]),
        figure("processor, door, stores and Meta's stand-in", "ms", [others_cpu]),
    ]
