"""`make bench-cluster`: measures a shop on the cluster of KUBECONFIG; writes bench-cluster.json.

tests/bench/cluster/run says what can be told by variables.
"""

import asyncio
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.cluster import cold, first_message, in_image, thinking, usage, warm
from tests.bench.cluster.release import Release, functions
from tests.bench.cluster.sleeping import wait_for_sleep
from tests.bench.cold_functions import sample_of
from tests.bench.machine import describe
from tests.bench.report import Report
from tests.bench.shop import ROOT
from tests.e2e.kubectl import available


@dataclass(frozen=True)
class Size:
    """How much is measured: the whole takes about 20 minutes, the quick one about 10."""

    loads: int
    first_messages: int
    cold_rounds: int
    turns_alone: int
    turns_together: int
    events: int


WHOLE = Size(9, 5, 5, 60, 5, 1000)
QUICK = Size(5, 3, 3, 40, 2, 500)
PARTS = ("image", "first", "warm", "cold", "thinking")


async def bench(size: Size, parts: list[str], data: Path, report: Report) -> None:
    """Measure the parts that are asked for, in the order that needs the fewest changes."""
    images = {"functions": "Image", "thinking": "Image of functions that think"}
    for name, section in images.items():
        archive = ROOT / f"dist/{name}.tar"
        if "image" in parts and archive.exists():
            report.add(section, in_image.sizes(archive))
    release = Release(data)
    try:
        release.install()
        if "image" in parts:
            report.add("Loading a function in its image", in_image.loads(size.loads))
        if "first" in parts:
            found = await first_message.measure(release.front(), size.first_messages)
            report.add("A sleeping shop", found)
            wait_for_sleep()
            await asyncio.sleep(warm.COUNTED_AGAIN_SECONDS)
            report.add("What stays when everything sleeps", warm.standing(usage.now_used()))
        if "warm" in parts:
            release.keep_awake()
            await warm.measure(
                release.front(),
                report,
                alone=size.turns_alone,
                together=size.turns_together,
                events=size.events,
            )
        if "cold" in parts:
            await _cold(release, report, size.cold_rounds)
        if "thinking" in parts:
            await thinking.measure(release, report, range(size.cold_rounds))
    finally:
        release.end()


async def _cold(release: Release, report: Report, rounds: int) -> None:
    release.isolate()
    sample = await sample_of(release.front())
    names = functions()
    listening = -(-rounds // 3)
    woken = await cold.measure(names, sample, range(listening), event=False)
    report.add("From zero to listening", cold.figures(woken, "listening"))
    handled = await cold.measure(names, sample, range(listening, listening + rounds), event=True)
    found = cold.figures(handled, "first event", cold.TARGET)
    report.add("From zero to the first event handled", found)


def main() -> int:
    """Run, write bench-cluster.json, tell what missed its target."""
    if not available():
        print("No cluster answers: set KUBECONFIG; tests/bench/cluster/run says more.")
        return 1
    began = time.monotonic()
    size = QUICK if os.environ.get("QUICK", "") not in {"", "0"} else WHOLE
    parts = os.environ.get("BENCH_PARTS", " ".join(PARTS)).split()
    broker = os.environ.get("E2E_BROKER", "in-memory")
    report = Report(describe(f"trial stores of the chart; broker: {broker}"))
    with tempfile.TemporaryDirectory(prefix="agent-store-bench-") as folder:
        asyncio.run(bench(size, parts, Path(folder), report))
    report.machine["seconds"] = round(time.monotonic() - began)
    report.machine["load_after"] = round(os.getloadavg()[0], 1)
    out = ROOT / os.environ.get("BENCH_OUT", "bench-cluster.json")
    report.write(out)
    print(f"\n{out.name} written; {len(report.missed)} targets missed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
