"""The first message to a shop of which nothing runs, until Meta has the answer."""

import asyncio
import time
from typing import Any, cast

from tests.bench.cluster.sleeping import wait_for_sleep
from tests.bench.cold_functions import sample_of
from tests.bench.figures import Figure, figure
from tests.bench.first_events import webhook
from tests.bench.shop import Front

PATIENCE_SECONDS = 90


async def measure(shop: Front, times: int) -> list[Figure]:
    """Let a new shopper write each time that everything sleeps."""
    sample = await sample_of(shop)
    taken: list[float] = []
    answered: list[float] = []
    for number in range(times):
        wait_for_sleep()
        phone = f"1{time.time_ns() // 1_000_000}"
        began = time.perf_counter()
        writing = asyncio.ensure_future(shop.gateway.send(webhook(sample, phone, f"first.{phone}")))
        query = f"after=0&to={phone}&wait={PATIENCE_SECONDS}"
        found = await shop.meta.json("GET", f"/control/sent?{query}")
        answered.append((time.perf_counter() - began) * 1000)
        sent = cast("list[dict[str, Any]]", found.json()["messages"])
        assert len(sent) == 1, f"{phone} had {len(sent)} answers after {PATIENCE_SECONDS} s"
        answer = await writing
        taken.append(answer.seconds * 1000)
        print(f"    {number} {answered[-1]:6.0f} ms; webhook {answer.status}", flush=True)
    return [
        figure("webhook taken by a sleeping shop", "ms", taken),
        figure("first message to a sleeping shop, answered", "ms", answered),
    ]
