"""Drives a function as the broker and as an HTTP client would, without a network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from shared.events.event import Event
from shared.function.decision import Emit
from shared.function.envelope import Envelope, to_http
from shared.function.ports import Ports
from shared.function.seal import Origin, seal
from shared.function.serving import Function, serve
from shared.publisher import MemoryPublisher
from shared.stores.memory import MemoryStore

KEY = b"test-signing-key"
EPOCH = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass
class Memory:
    """Ports of one test: a store and a publisher in memory."""

    store: MemoryStore = field(default_factory=MemoryStore)
    publisher: MemoryPublisher = field(default_factory=MemoryPublisher)

    def ports(self) -> Ports:
        """Return them as a function takes them."""
        return Ports(self.store, self.publisher, KEY)

    def published(self) -> list[str]:
        """Return the types published so far."""
        return [envelope.type for envelope in self.publisher.envelopes]


def client(function: Function) -> httpx.AsyncClient:
    """Return a client of the function's Service."""
    main = serve(function)
    routes = [
        Route("/", main, methods=METHODS),
        Route("/{path:path}", main, methods=METHODS),
    ]
    transport = httpx.ASGITransport(Starlette(routes=routes))
    return httpx.AsyncClient(transport=transport, base_url="http://service")


def envelope_of(
    event: Event,
    *,
    cause: str = "cause",
    subject: str = "subject",
    brand: str = "fashion",
    channel: str = "whatsapp",
    now: datetime = EPOCH,
    emit: Mapping[str, Any] | None = None,
) -> Envelope:
    """Return a signed event as another of our services would publish it."""
    origin = Origin(
        source="/agent-store-multibrands/test",
        cause=cause,
        correlation_id="story",
        brand=brand,
        channel=channel,
        hops=0,
        trace="",
        now=now,
    )
    return seal(origin, "record", 0, Emit(event, subject, **(emit or {})), KEY)


async def deliver(service: httpx.AsyncClient, envelope: Envelope) -> int:
    """Deliver an event as the broker does; return the status."""
    headers, body = to_http(envelope)
    answer = await service.post("/", headers=headers, content=body)
    assert answer.content == b"", "the broker takes any body for a malformed reply"
    return answer.status_code
