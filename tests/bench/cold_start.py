"""Cold start and idle memory of each function beside a bare hello, started the same way in turns.

A cold start lasts from starting the process until its first event is handled: its stores are
connected to, its consequences published. The broker it publishes to only takes events here, so
that no other function runs meanwhile.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from knative.local.plan import FunctionPlan
from knative.local.pod import Pod
from shared.http.message import Request
from tests.bench.cold_functions import (
    HELLO,
    SELLER,
    broker_that_takes,
    cold_functions,
    sample_of,
)
from tests.bench.figures import Figure, Target, figure
from tests.bench.first_events import Sample, first_request
from tests.bench.loading_models import THINKING, Loaded, figures as loading_figures, until_loaded
from tests.bench.process_cost import Cost, cost_of
from tests.bench.shop import Shop

HELLO_EVERY = 4
START_TARGET = Target(1.8)
MEMORY_TARGET = Target(1.5)


@dataclass(frozen=True)
class ColdStart:
    """One start: seconds until ready and until the first event was handled, what it cost.

    Attributes:
        loaded: of a seller that thinks, the end of loading what it thinks with.
    """

    ready_seconds: float
    handled_seconds: float
    rested: Cost
    handled: Cost
    loaded: Loaded | None = None


@dataclass
class ColdStarts:
    """All starts by function; `hello` is the yardstick."""

    of: dict[str, list[ColdStart]] = field(default_factory=dict[str, list[ColdStart]])

    def figures(self) -> list[Figure]:
        """Return every function's figures and their ratios to hello."""
        hello = self.of[HELLO]
        found = _absolute(HELLO, hello)
        for name, starts in self.of.items():
            if name != HELLO:
                found += _absolute(name, starts) + _ratios(name, starts, hello)
                loads = [one.loaded for one in starts if one.loaded]
                found += loading_figures(name, loads) if loads else []
        return found


async def measure(shop: Shop, rounds: int) -> ColdStarts:
    """Start everything `rounds` times, the yardstick between the functions.

    A first round is not counted: it writes the bytecode that an image would have.
    """
    async with broker_that_takes() as sink:
        hello, *functions = await cold_functions(shop, sink)
        sample = await sample_of(shop)
        starts = ColdStarts()
        for number in range(-1, rounds):
            for index, plan in enumerate(functions):
                both = (hello, plan) if index % HELLO_EVERY == 0 else (plan,)
                for one in both:
                    unique = f"{time.time_ns():x}"
                    started = await _start(one, shop, sample, unique)
                    if number >= 0:
                        starts.of.setdefault(one.name.partition("-fashion")[0], []).append(started)
        return starts


async def _start(plan: FunctionPlan, shop: Shop, sample: Sample, unique: str) -> ColdStart:
    service = SELLER if plan.name == THINKING else plan.name
    request = (
        Request(b"POST", b"/", [(b"host", b"bench")], b"{}")
        if plan.name == HELLO
        else first_request(service, sample, unique)
    )
    log = shop.data / "logs" / "cold" / f"{plan.name}.log"
    written = log.stat().st_size if log.exists() else 0
    began = time.perf_counter()
    pod = await Pod.start(plan, log)
    ready = time.perf_counter() - began
    try:
        rested = cost_of(pod.process.pid)
        asked = time.perf_counter()
        response = await pod.client.send(request)
        await response.read()
        response.release()
        handled = ready + time.perf_counter() - asked
        if response.status not in {HTTPStatus.OK, HTTPStatus.NO_CONTENT}:
            raise FirstEventError(plan.name, response.status, log)
        cost = cost_of(pod.process.pid)
        thinks = plan.name == THINKING
        loaded = await until_loaded(pod, log, written, began) if thinks else None
        return ColdStart(ready, handled, rested, cost, loaded)
    finally:
        await pod.stop(grace_seconds=0)


def _absolute(name: str, starts: Sequence[ColdStart]) -> list[Figure]:
    columns = {
        "ready ms": [one.ready_seconds * 1000 for one in starts],
        "first event ms": [one.handled_seconds * 1000 for one in starts],
        "processor ms": [one.handled.cpu_ms for one in starts],
        "PSS at rest MB": [one.rested.pss_mb for one in starts],
        "PSS MB": [one.handled.pss_mb for one in starts],
        "RSS MB": [one.handled.rss_mb for one in starts],
    }
    return [
        figure(column.rpartition(" ")[0], column.rpartition(" ")[2], values, of=name)
        for column, values in columns.items()
    ]


def _ratios(name: str, starts: Sequence[ColdStart], hello: Sequence[ColdStart]) -> list[Figure]:
    def ratio(column: str, cost: Callable[[ColdStart], float], target: Target | None) -> Figure:
        yardstick = statistics.median(cost(one) for one in hello)
        return figure(column, "x", [cost(one) / yardstick for one in starts], target, of=name)

    return [
        ratio("cold start", lambda one: one.handled_seconds, START_TARGET),
        ratio("processor", lambda one: one.handled.cpu_ms, None),
        # What one that thinks holds depends on how much it has loaded; the end of it counts.
        ratio(
            "memory", lambda one: one.handled.pss_mb, None if starts[0].loaded else MEMORY_TARGET
        ),
    ]


class FirstEventError(Exception):
    """A function did not handle its first event; its figures would mean nothing."""

    def __init__(self, name: str, status: int, log: Path) -> None:
        said = log.read_text(encoding="utf-8")[-2000:]
        super().__init__(f"{name} answered its first event with {status}: {said}")
