"""Events through the Broker into one function of ours, until each is in its ledger."""

import asyncio
import time

from pymongo import AsyncMongoClient

from shared.clock import now
from shared.events.customers import MemorySignals
from shared.function.decision import Emit
from shared.function.envelope import to_http
from shared.function.outbox import HANDLED
from shared.function.seal import Origin, seal
from shared.http.message import Request
from shared.models.memory import Signal
from tests.bench.cluster.reach import Reached
from tests.bench.figures import Figure, figure
from tests.bench.first_events import Sample
from tests.e2e.kubectl import get

FUNCTION = "memory"
SENDERS = 20
PATIENCE_SECONDS = 120


async def measure(sample: Sample, mongodb_uri: str, database: str, count: int) -> list[Figure]:
    """Send `count` events at once by twenty senders, and count what the function has handled."""
    broker = Reached(get("broker", "default")["status"]["address"]["url"])
    client: AsyncMongoClient[dict[str, object]] = AsyncMongoClient(mongodb_uri)
    handled = client[database][HANDLED]
    try:
        await _send_all(broker, [_event(sample, f"warm{time.time_ns():x}")])
        run = f"run{time.time_ns():x}"
        requests = [_event(sample, f"{run}.{number}") for number in range(count)]
        began = time.perf_counter()
        sending = asyncio.ensure_future(_send_all(broker, requests))
        query = {"_id": {"$regex": f"^{FUNCTION}\\|/agent-store-multibrands/{run}"}}
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await handled.count_documents(query) < count:  # noqa: ASYNC110 - no event to wait for
                await asyncio.sleep(0.25)
        seconds = time.perf_counter() - began
        accepted = await sending
    finally:
        await client.close()
    return [
        figure(f"events taken by the broker, {SENDERS} senders", "/s", [count / accepted]),
        figure(f"events handled by {FUNCTION}", "/s", [count / seconds]),
    ]


async def _send_all(broker: Reached, requests: list[Request]) -> float:
    """Return the seconds until all were taken."""
    began = time.perf_counter()
    waiting = iter(requests)

    async def sender() -> None:
        for request in waiting:
            answer = await broker.send(request)
            assert answer.status < 300, f"the broker answered {answer.status}"

    await asyncio.gather(*(sender() for _ in range(SENDERS)))
    return time.perf_counter() - began


def _event(sample: Sample, unique: str) -> Request:
    at = now()
    signal = Signal(kind="search", at=at, category=sample.product.category, query="shoes")
    origin = Origin(
        source=f"/agent-store-multibrands/{unique}",
        cause=unique,
        correlation_id=unique,
        brand=sample.brand.id,
        channel="whatsapp",
        hops=0,
        trace="",
        now=at,
    )
    emit = Emit(MemorySignals(customer_id=unique, signals=(signal,)), unique)
    headers, body = to_http(seal(origin, "bench", 0, emit, sample.signing_key))
    sent = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request(b"POST", b"/", sent, body)
