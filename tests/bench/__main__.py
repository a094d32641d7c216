"""`make bench`: measures a shop of its own and writes bench.json. `QUICK=1` takes fewer runs."""

import asyncio
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from knative.local.mongo import mongo_flavour
from tests.bench import checkouts, cold_start, reads, streams, turns, webhooks
from tests.bench.figures import figure
from tests.bench.machine import describe
from tests.bench.report import Report
from tests.bench.shop import ROOT, running_shop


@dataclass(frozen=True)
class Size:
    """How much is measured: the whole takes about 5 minutes, the quick one about one."""

    later_starts: int
    cold_rounds: int
    turns_alone: int
    turns_together: int
    checkouts_alone: int
    checkouts_together: int
    load_seconds: float
    web_turns: int


WHOLE = Size(3, 5, 60, 10, 20, 5, 8, 40)
QUICK = Size(1, 1, 20, 2, 5, 1, 2, 20)


async def bench(size: Size, data: Path) -> Report:
    """Measure everything; the figures are shown as they come."""
    stores = f"{mongo_flavour()}, redis-server, SeaweedFS, embedded"
    report = Report(describe(stores))
    async with running_shop(data) as shop:
        report.add("make run", [figure("ready, first time", "ms", [shop.ready_seconds * 1000])])
        starts = await cold_start.measure(shop, size.cold_rounds)
        report.add("Cold start and idle memory", starts.figures())
    later: list[float] = []
    for _ in range(size.later_starts - 1):
        async with running_shop(data) as shop:
            later.append(shop.ready_seconds * 1000)
    async with running_shop(data, grace_seconds=0) as shop:
        later.append(shop.ready_seconds * 1000)
        report.add("make run", [figure("ready, later", "ms", later)])
        found = await turns.measure(shop, alone=size.turns_alone, together=size.turns_together)
        report.add("A turn, webhook in to message out", found)
        report.add("The stream", await streams.measure(shop, turns=size.web_turns))
        report.add("Catalog over HTTP", await reads.measure(shop, seconds=size.load_seconds))
        found = await checkouts.measure(
            shop, alone=size.checkouts_alone, together=size.checkouts_together
        )
        report.add("Checkout over REST", found)
        report.add("Webhooks", await webhooks.measure(shop, seconds=size.load_seconds))
    return report


def main() -> int:
    """Run, write bench.json, tell what missed its target."""
    began = time.monotonic()
    size = QUICK if os.environ.get("QUICK", "") not in {"", "0"} else WHOLE
    with tempfile.TemporaryDirectory(prefix="agent-store-bench-") as folder:
        report = asyncio.run(bench(size, Path(folder)))
    report.machine["seconds"] = round(time.monotonic() - began)
    report.write(ROOT / "bench.json")
    missed = len(report.missed)
    print(f"\nbench.json written after {report.machine['seconds']} s; {missed} targets missed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
