"""Reading the catalog over HTTP: the rate of one instance, the latency of the API."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from typing import cast

from tests.bench.calls import Caller
from tests.bench.figures import Figure, Target, figure
from tests.bench.shop import Shop

RATE_TARGET = Target(300, at_least=True)
LATENCY_TARGET = Target(100, of="p95")
AT_ONCE = 16
FEW = 4
BRAND = "fashion"
SEARCHES = ("running+shoes", "dress", "black+jacket", "bag", "white+shirt")


async def measure(shop: Shop, *, seconds: float) -> list[Figure]:
    """Ask for products and searches in turns."""
    paths = itertools.cycle(await _paths(shop.gateway))
    direct = Caller(await shop.function_url("product-catalog"))
    await _load(direct, paths, 1, AT_ONCE)
    inside, _ = await _load(direct, paths, seconds, AT_ONCE)
    outside, _ = await _load(shop.gateway, paths, seconds, AT_ONCE)
    _, latencies = await _load(shop.gateway, paths, seconds, FEW)
    return [
        figure(f"reads straight at the process, {AT_ONCE} at once", "/s", inside, RATE_TARGET),
        figure(f"reads through the gateway, {AT_ONCE} at once", "/s", outside),
        figure(f"read through the gateway, {FEW} at once", "ms", latencies, LATENCY_TARGET),
    ]


async def _paths(caller: Caller) -> list[str]:
    """Return one search and three products for each search term."""
    paths: list[str] = []
    for words in SEARCHES:
        search = f"/v1/products/search?brand={BRAND}&q={words}"
        found = (await caller.json("GET", search)).json()["products"]
        ids = [str(one["id"]) for one in cast("list[dict[str, object]]", found)[:3]]
        paths += [search, *(f"/v1/products/{one}?brand={BRAND}" for one in ids)]
    return paths


async def _load(
    caller: Caller, paths: Iterator[str], seconds: float, at_once: int
) -> tuple[list[float], list[float]]:
    """Return the requests of each second, and the milliseconds of each request."""
    began = time.monotonic()
    ended: list[float] = []
    latencies: list[float] = []

    async def read_on() -> None:
        while time.monotonic() < began + seconds:
            answer = await caller.json("GET", next(paths))
            ended.append(time.monotonic() - began)
            latencies.append(answer.seconds * 1000)

    await asyncio.gather(*(read_on() for _ in range(at_once)))
    per_second = [float(sum(int(at) == second for at in ended)) for second in range(int(seconds))]
    return per_second, latencies
