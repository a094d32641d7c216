"""`make bench-thinking`: writes bench-thinking.json. `QUICK=1` takes fewer runs."""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from knative.local.mongo import mongo_flavour
from tests.bench.figures import Figure, figure
from tests.bench.machine import describe
from tests.bench.report import Report
from tests.bench.shop import ROOT, running_shop
from tests.bench.thinking import one_process, ours, words
from tests.bench.thinking.model import leads
from tests.support.model_server import running_models


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    alone: int
    together: int
    rounds: int


WHOLE = Size(alone=60, together=100, rounds=3)
QUICK = Size(alone=20, together=20, rounds=1)


async def bench(size: Size, data: Path) -> Report:
    """Measure everything; what is compared is measured in turns."""
    report = Report(describe(f"{mongo_flavour()}, redis-server, embedded"))
    report.notes.append(
        "The model is a server on this machine that answers at once; its work is in all figures."
    )
    async with running_models() as model:
        model.otherwise = leads
        async with running_shop(data, grace_seconds=0, given=model.environment) as shop:
            shop_turns, process_turns = list[float](), list[float]()
            for _ in range(size.rounds):
                process_turns += await one_process.turns(model, size.alone // size.rounds)
                shop_turns += await ours.alone(shop, model, size.alone // size.rounds)
            tokens = ours.tokens(model)
            ratio = statistics.median(shop_turns) / statistics.median(process_turns)
            report.add(
                "A turn with 3 calls, one after the other, without model time",
                [
                    figure("the running shop, webhook in to message out", "ms", shop_turns),
                    figure("pydantic-ai in one process, tools at hand", "ms", process_turns),
                    figure("the shop's beside it", "x", [ratio]),
                ],
            )
            report.add("Tokens", tokens)
            page, process = list[float](), list[float]()
            for _ in range(size.rounds):
                process += await words.in_one_process(model, size.alone // size.rounds)
                page += await words.on_the_page(shop, model, size.alone // size.rounds)
            report.add("From a model's first words until they can be read", _beside(page, process))
            model.otherwise = leads
            report.add("Many at once", await ours.together(shop, model, size.together))
    return report


def _beside(page: list[float], process: list[float]) -> list[Figure]:
    return [
        figure("on the shopper's page", "ms", page),
        figure("pydantic-ai in one process", "ms", process),
        figure("the page's beside it", "x", [statistics.median(page) / statistics.median(process)]),
    ]


def main() -> int:
    """Run, write bench-thinking.json."""
    began = time.monotonic()
    size = QUICK if os.environ.get("QUICK", "") not in {"", "0"} else WHOLE
    with tempfile.TemporaryDirectory(prefix="agent-store-bench-") as folder:
        report = asyncio.run(bench(size, Path(folder)))
    report.machine["seconds"] = round(time.monotonic() - began)
    report.write(ROOT / "bench-thinking.json")
    print(f"\nbench-thinking.json written after {report.machine['seconds']} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
