"""Buying over REST: cart, quote, order, the test provider's page, until the order is confirmed."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.bench.calls import Answer, Caller
from tests.bench.figures import Figure, Target, figure
from tests.bench.shop import ADMIN_TOKEN, Shop
from tests.support.shop import shipped_brands, shipped_products

API_TARGET = Target(100, of="p95")
BRAND = "fashion"
MANY = 8
SKUS = 24
PLENTY = 1_000_000
LOOK_EVERY_SECONDS = 0.01
PATIENCE_SECONDS = 60
ADDRESS = {"line1": "1 Main St", "city": "Austin", "country": "US"}


@dataclass
class Till:
    """What buyers share: the shop, what to buy, the milliseconds of every call they made."""

    gateway: Caller
    skus: Iterator[str]
    calls_ms: list[float] = field(default_factory=list[float])

    async def call(self, method: str, path: str, body: object, cookie: str) -> Answer:
        """Make one timed call as a buyer."""
        answer = await self.gateway.json(method, path, body, cookie=cookie)
        self.calls_ms.append(answer.seconds * 1000)
        return answer


async def measure(shop: Shop, *, alone: int, together: int) -> list[Figure]:
    """Let one buyer buy `alone` times, then eight at once `together` times each."""
    till = Till(shop.gateway, itertools.cycle(await _stocked(shop.gateway)))
    for _ in range(2):
        await _buy(till)
    till.calls_ms.clear()
    single, rate_alone = await _buyers(till, 1, alone)
    calls = list(till.calls_ms)
    crowd, rate_together = await _buyers(till, MANY, together)
    return [
        figure("checkout, 1 buyer", "ms", single),
        figure("checkouts, 1 buyer", "/s", [rate_alone]),
        figure(f"checkout, {MANY} buyers at once", "ms", crowd),
        figure(f"checkouts, {MANY} buyers at once", "/s", [rate_together]),
        figure("call of a checkout, 1 buyer", "ms", calls, API_TARGET),
    ]


async def _buyers(till: Till, buyers: int, purchases: int) -> tuple[list[float], float]:
    """Return the milliseconds of each checkout, and checkouts per second."""

    async def buy_on() -> list[float]:
        return [await _buy(till) for _ in range(purchases)]

    began = time.monotonic()
    took = await asyncio.gather(*(buy_on() for _ in range(buyers)))
    return [one for each in took for one in each], buyers * purchases / (time.monotonic() - began)


async def _buy(till: Till) -> float:
    """Buy one piece as a new customer; return how long it took, in milliseconds."""
    began = time.perf_counter()
    item = {"brand": BRAND, "sku": next(till.skus), "quantity": 1}
    added = await till.call("POST", "/v1/cart/items", item, "")
    cookie = added.headers["set-cookie"].partition(";")[0]
    delivery = shipped_brands()[BRAND].policies.shipping.options[0].id
    wanted = {"brand": BRAND, "address": ADDRESS, "deliveryId": delivery}
    quote = (await till.call("POST", "/v1/cart/quote", wanted, cookie)).json()
    order = (await till.call("POST", "/v1/orders", quote, cookie)).json()
    number = str(order["number"])
    page = urlsplit(await _seen(till, number, cookie, "paymentUrl")).path
    paid = await till.gateway.call(
        "POST", page, b"outcome=succeeded", content_type="application/x-www-form-urlencoded"
    )
    till.calls_ms.append(paid.seconds * 1000)
    await _seen(till, number, cookie, "status", "confirmed")
    return (time.perf_counter() - began) * 1000


async def _seen(till: Till, number: str, cookie: str, name: str, wanted: str = "") -> str:
    """Look at the order until a field has a value (the wanted one); return it."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            shown = (await till.call("GET", f"/v1/orders/{number}", None, cookie)).json()
            value = str(shown.get(name) or "")
            if value and wanted in ("", value):
                return value
            await asyncio.sleep(LOOK_EVERY_SECONDS)


async def _stocked(gateway: Caller) -> list[str]:
    """Return SKUs of which there are enough, so that nobody is refused."""
    skus = [one.variants[0].sku for one in shipped_products(BRAND)][:SKUS]
    for sku in skus:
        await gateway.json(
            "PUT",
            f"/v1/admin/stock/{sku}?brand={BRAND}",
            {"available": PLENTY},
            authorization=f"Bearer {ADMIN_TOKEN}",
        )
    return skus
