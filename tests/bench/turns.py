"""A turn of the rules: from writing a webhook until Meta has the answer, through every function."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import cast

from functions.whatsapp_sender.pacing import PAIR
from shared.http.message import Request
from tests.bench.cold_functions import sample_of
from tests.bench.figures import Figure, Target, figure
from tests.bench.first_events import Sample, webhook
from tests.bench.shop import Front

TARGET = Target(300, of="p95")
MANY = 20
PATIENCE_SECONDS = 150
TRIES, AGAIN_SECONDS = 10, 1
TEXTS = (
    "I want blue running shoes under $150",
    "do you have black sneakers?",
    "show me summer dresses",
    "something warm for the winter",
)


async def measure(shop: Front, *, alone: int, together: int) -> list[Figure]:
    """Let shoppers write `alone` searches in turns, then twenty at once `together` each."""
    sample = await sample_of(shop)
    numbers = itertools.count(time.time_ns() // 1_000_000)
    await converse(shop, sample, next(numbers), 3)
    single = await one_after_another(shop, sample, numbers, alone)
    began = time.monotonic()
    crowd = await asyncio.gather(
        *(converse(shop, sample, next(numbers), together) for _ in range(MANY))
    )
    seconds = time.monotonic() - began
    turns = [one for each in crowd for one in each]
    return [
        figure("turn, 1 shopper", "ms", single, TARGET),
        figure(f"turn, {MANY} shoppers at once", "ms", turns),
        figure(f"turns, {MANY} shoppers at once", "/s", [len(turns) / seconds]),
    ]


async def one_after_another(
    shop: Front, sample: Sample, numbers: "itertools.count[int]", turns: int
) -> list[float]:
    """Return the milliseconds of each turn; a new shopper before the last one gets too many.

    Whoever was sent a burst gets one message in six seconds from then on: WhatsApp's rule, no
    cost of ours.
    """
    took: list[float] = []
    while len(took) < turns:
        count = min(PAIR.burst // 2, turns - len(took))
        took += await converse(shop, sample, next(numbers), count)
    return took


async def converse(shop: Front, sample: Sample, number: int, turns: int) -> Sequence[float]:
    """Return the milliseconds of each turn; the next is written when the last is answered."""
    phone, seen, took = f"1{number}", 0, list[float]()
    for turn in range(turns):
        request = webhook(sample, phone, f"{number}.{turn}", TEXTS[turn % len(TEXTS)])
        began = time.perf_counter()
        await _send(shop, request)
        query = f"after={seen}&to={phone}&wait={PATIENCE_SECONDS}"
        answer = await shop.meta.json("GET", f"/control/sent?{query}")
        sent = cast("list[dict[str, object]]", answer.json()["messages"])
        assert len(sent) == 1, f"turn {turn} of {phone} had {len(sent)} answers"
        took.append((time.perf_counter() - began) * 1000)
        seen = int(str(sent[0]["number"]))
    return took


async def _send(shop: Front, request: Request) -> None:
    """Send a webhook, and again if the shop could not take it, as Meta does."""
    for _ in range(TRIES):
        if (await shop.gateway.send(request)).status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return
        await asyncio.sleep(AGAIN_SECONDS)
