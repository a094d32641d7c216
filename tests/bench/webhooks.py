"""How fast the door is: signed text webhooks through the gateway, the broker persisting them."""

import asyncio
import itertools
import time
from http import HTTPStatus

from shared.http.message import Request
from tests.bench.calls import Answer, Caller
from tests.bench.cold_functions import sample_of
from tests.bench.figures import Figure, Target, figure
from tests.bench.first_events import Sample, webhook
from tests.bench.shop import Shop

LATENCY_TARGET = Target(50, of="p95")
RATE_TARGET = Target(200, at_least=True)
AT_ONCE = 16
HELD_MS = 600_000
"""Deliveries wait longer than the shop lives: what is measured is the door alone."""


async def measure(shop: Shop, *, seconds: float) -> list[Figure]:
    """Measure latency one at a time, then the rate; the shop is of no use afterwards."""
    sample = await sample_of(shop)
    numbers = itertools.count(time.time_ns() // 1_000_000)
    await shop.admin.json("POST", "/chaos", {"delay_ms": HELD_MS})
    for _ in range(20):
        await _write(shop.gateway, sample, next(numbers))
    direct = Caller(await shop.function_url("whatsapp-webhook"))
    latencies = await _one_at_a_time(shop.gateway, sample, numbers, seconds)
    rates = {
        "through the gateway": await _rate(shop.gateway, sample, numbers, seconds),
        "straight at the process": await _rate(direct, sample, numbers, seconds),
    }
    return [
        figure("webhook answered", "ms", latencies, LATENCY_TARGET),
        *(
            figure(f"webhooks {way}, {AT_ONCE} at once", "/s", per_second, RATE_TARGET)
            for way, per_second in rates.items()
        ),
    ]


async def _one_at_a_time(
    caller: Caller, sample: Sample, numbers: "itertools.count[int]", seconds: float
) -> list[float]:
    latencies: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        latencies.append((await _write(caller, sample, next(numbers))).seconds * 1000)
    return latencies


async def _rate(
    caller: Caller, sample: Sample, numbers: "itertools.count[int]", seconds: float
) -> list[float]:
    """Return requests per second, of each second."""
    began = time.monotonic()
    ended: list[float] = []

    async def write_on() -> None:
        while time.monotonic() < began + seconds:
            await _write(caller, sample, next(numbers))
            ended.append(time.monotonic() - began)

    await asyncio.gather(*(write_on() for _ in range(AT_ONCE)))
    return [float(sum(int(at) == second for at in ended)) for second in range(int(seconds))]


async def _write(caller: Caller, sample: Sample, number: int) -> Answer:
    request: Request = webhook(sample, f"1{number}", f"{number}")
    answer = await caller.send(request)
    assert answer.status == HTTPStatus.OK, answer
    return answer
