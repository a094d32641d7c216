"""The web chat's stream: from the seller's decision until the browser has the answer."""

import itertools
import json
import time
from collections.abc import AsyncIterator
from datetime import datetime
from typing import cast

import httpx

from tests.bench.figures import Figure, Target, figure
from tests.bench.shop import Shop

TARGET = Target(100, of="p95")
PATH = "/v1/chat/fashion"
TEXTS = ("show me running shoes", "do you have black sneakers?", "show me summer dresses")
PAGE = 100
"""Messages that one look at the conversation returns."""


async def measure(shop: Shop, *, turns: int) -> list[Figure]:
    """Write messages as a browser does, with its stream open beside it.

    An answer is decided when the seller takes up the event that ends the turn: its commit, the
    broker, web-chat and Redis are part of the delivery.
    """
    turns = min(turns, PAGE // 2 - 1)
    texts = itertools.cycle(TEXTS)
    arrived: dict[str, float] = {}
    whole: list[float] = []
    base = f"http://127.0.0.1:{shop.gateway.port}"
    async with httpx.AsyncClient(base_url=base, timeout=60) as browser:
        first = await browser.post(f"{PATH}/messages", json={"text": "hi"})
        browser.cookies = first.cookies
        async with browser.stream("GET", f"{PATH}/stream") as stream:
            frames = _answers(stream)
            await anext(frames)
            for _ in range(turns):
                began = time.time()
                await browser.post(f"{PATH}/messages", json={"text": next(texts)})
                message_id, at = await anext(frames)
                arrived[message_id] = at
                whole.append((at - began) * 1000)
        decided = await _decided(browser)
    delivered = [(at - decided[message_id]) * 1000 for message_id, at in arrived.items()]
    return [
        figure("answer decided until the browser has it", "ms", delivered, TARGET),
        figure("web message written until the browser has its answer", "ms", whole),
    ]


async def _answers(stream: httpx.Response) -> AsyncIterator[tuple[str, float]]:
    """Yield each answer's id and when it arrived."""
    created = False
    async for line in stream.aiter_lines():
        if line.startswith("event: "):
            created = line == "event: message.created"
        elif created and line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))["id"], time.time()


async def _decided(browser: httpx.AsyncClient) -> dict[str, float]:
    """Return when each answer was decided, by message id."""
    page = (await browser.get(f"{PATH}/messages", params={"after": 0})).json()["messages"]
    return {
        str(one["id"]): datetime.fromisoformat(str(one["at"])).timestamp()
        for one in cast("list[dict[str, object]]", page)
        if one["sender"] == "bot"
    }
