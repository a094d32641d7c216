"""A seller that thinks: from zero beside a hello, and what it holds with litellm loaded."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from shared.http.message import Request
from tests.bench.cluster import cold, taker, usage
from tests.bench.cluster.reach import Reached, service_url
from tests.bench.cluster.release import BRAND, Release
from tests.bench.cluster.warm import COUNTED_AGAIN_SECONDS
from tests.bench.cold_functions import sample_of
from tests.bench.figures import Figure, Target, figure
from tests.bench.report import Report
from tests.e2e.kubectl import NAMESPACE, kubectl, pods, until

SELLER: Final = f"ai-seller-{BRAND}"
MODEL: Final = ("llm.model=openai/gpt-4o-mini", f"llm.apiBase={taker.URL}/v1")
"""Nobody asks it: a first message is answered by rules."""
MEMORY_TARGET: Final = Target(350)
LOADING_SECONDS: Final = 180


async def measure(release: Release, report: Report, rounds: Sequence[int]) -> None:
    """Start one from zero once a round, then let one load what it thinks with."""
    release.isolate(*MODEL)
    sample = await sample_of(release.front())
    starts = await cold.measure([SELLER], sample, rounds, event=True)
    found = cold.figures(starts, "first event", cold.TARGET)
    report.add("A seller that thinks, from zero to the first event handled", found)
    release.keep_awake(*MODEL)
    await Reached(service_url(SELLER)).send(Request(b"GET", b"/healthz", []))
    until(_has_loaded, "a seller to load litellm", seconds=LOADING_SECONDS, pause=1)
    await asyncio.sleep(COUNTED_AGAIN_SECONDS)
    names = {one["metadata"]["name"] for one in pods(SELLER)}
    report.add("A seller that thinks, at rest", loaded(usage.now_used(), names))


def loaded(used: Iterable[usage.Used], names: Collection[str]) -> list[Figure]:
    """Return what the functions in these pods hold."""
    own = [one for one in used if one.pod in names and one.container == usage.FUNCTION]
    return [figure("memory, litellm loaded", "MB", [one.memory_mb for one in own], MEMORY_TARGET)]


def _has_loaded() -> bool:
    names = [one["metadata"]["name"] for one in pods(SELLER)]
    words = ("-n", NAMESPACE, "-c", usage.FUNCTION, "--tail=-1")
    return bool(names) and all('"model.loaded"' in kubectl("logs", one, *words) for one in names)
