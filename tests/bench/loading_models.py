"""A seller that thinks, and what its model's client costs once it is loaded."""

import asyncio
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path

from knative.local.plan import FunctionPlan
from knative.local.pod import Pod
from tests.bench.figures import Figure, Target, figure
from tests.bench.process_cost import Cost, cost_of
from tests.bench.shop import ROOT

THINKING = "seller that thinks"
LIBRARIES = ROOT / ".venv-bench" / "thinking"
"""What the second image has more than the first."""
MEMORY_TARGET = Target(350)
PATIENCE_SECONDS = 120
_LOOK_EVERY_SECONDS = 0.05
_LOADED, _NOT_LOADED = '"model.loaded"', '"model.not_loaded"'


@dataclass(frozen=True)
class Loaded:
    """The seconds from starting a process until its client was loaded, and its cost by then."""

    seconds: float
    cost: Cost


def thinking(seller: FunctionPlan, provider_url: str) -> FunctionPlan:
    """Return a seller's process with a model, which nobody asks: the first answer is by rules."""
    told = {
        "LLM_MODEL": "openai/gpt-4o-mini",
        "LLM_API_BASE": provider_url,
        "PYTHONPATH": os.pathsep.join([seller.environment["PYTHONPATH"], str(LIBRARIES)]),
    }
    return replace(seller, name=THINKING, environment={**seller.environment, **told})


async def until_loaded(pod: Pod, log: Path, offset: int, began: float) -> Loaded:
    """Wait until a process says that it has loaded the client.

    Args:
        pod: the process.
        log: what it writes.
        offset: where in that its own lines begin.
        began: when it was started, by `time.perf_counter`.

    Raises:
        ClientNotLoadedError: it says that it can't, or nothing for long.
    """
    deadline = time.perf_counter() + PATIENCE_SECONDS
    while True:
        with log.open(encoding="utf-8") as lines:
            lines.seek(offset)
            said = lines.read()
        if _LOADED in said:
            return Loaded(time.perf_counter() - began, cost_of(pod.process.pid))
        if _NOT_LOADED in said or time.perf_counter() > deadline:
            raise ClientNotLoadedError(said)
        await asyncio.sleep(_LOOK_EVERY_SECONDS)


def figures(name: str, loads: list[Loaded]) -> list[Figure]:
    """Return what loading took and holds."""
    return [
        figure("client loaded", "ms", [one.seconds * 1000 for one in loads], of=name),
        figure("processor, loaded", "ms", [one.cost.cpu_ms for one in loads], of=name),
        figure("PSS, loaded", "MB", [one.cost.pss_mb for one in loads], of=name),
        figure("RSS, loaded", "MB", [one.cost.rss_mb for one in loads], MEMORY_TARGET, of=name),
    ]


class ClientNotLoadedError(Exception):
    """A seller that should think can't; its figures would be those of one that does not."""

    def __init__(self, said: str) -> None:
        super().__init__(f"the client of models was not loaded: {said[-2000:]}")
