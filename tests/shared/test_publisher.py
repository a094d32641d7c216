from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from knative.local.ports import free_port
from knative.local.server import Message, Receive, Send, respond, serve
from shared.errors import DependencyError
from shared.function.envelope import Envelope, decode
from shared.publisher import BrokerPublisher

ENVELOPE = Envelope(
    id="1",
    source="/shop",
    type="store.cart.updated",
    subject="Zoë %",
    time="2026-01-01T00:00:00+00:00",
    data={"text": "Olá"},
    extensions={"brand": "fashion"},
)


@dataclass
class Broker:
    status: int = 202
    taken: list[tuple[str, Envelope]] = field(default_factory=list[tuple[str, Envelope]])


@asynccontextmanager
async def listening(broker: Broker) -> AsyncGenerator[str]:
    async def take(scope: Message, receive: Receive, send: Send) -> None:
        body = (await receive())["body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        broker.taken.append((scope["path"], decode(headers, body)))
        await respond(send, broker.status)

    async with serve(take) as port:
        yield f"http://127.0.0.1:{port}/shop/default"


async def test_the_broker_gets_the_event_at_its_path() -> None:
    broker = Broker()

    async with listening(broker) as sink:
        publisher = BrokerPublisher(sink)
        await publisher.publish(ENVELOPE)
        await publisher.publish(ENVELOPE)

    assert broker.taken == [("/shop/default", ENVELOPE)] * 2


@pytest.mark.parametrize("status", [302, 400, 500, 503])
async def test_an_event_that_the_broker_refused_is_not_published(status: int) -> None:
    async with listening(Broker(status)) as sink:
        with pytest.raises(DependencyError, match="broker is not available"):
            await BrokerPublisher(sink).publish(ENVELOPE)


async def test_a_broker_that_is_not_there_is_a_dependency_that_is_down() -> None:
    with pytest.raises(DependencyError, match="broker is not available"):
        await BrokerPublisher(f"http://127.0.0.1:{free_port()}").publish(ENVELOPE)


async def test_a_broker_that_came_back_is_found_again() -> None:
    broker = Broker()
    async with listening(broker) as sink:
        publisher = BrokerPublisher(sink)
        await publisher.publish(ENVELOPE)
    with pytest.raises(DependencyError):
        await publisher.publish(ENVELOPE)

    port = int(sink.rpartition(":")[2].partition("/")[0])

    async def take(_scope: Message, _receive: Receive, send: Send) -> None:
        await respond(send, 202)

    async with serve(take, port=port):
        await publisher.publish(ENVELOPE)
