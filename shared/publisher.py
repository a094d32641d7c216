"""Where events go: the broker, or memory in tests."""

import asyncio
from http import HTTPStatus
from typing import Final, Protocol

from shared.errors import DependencyError
from shared.function.envelope import Envelope, to_http
from shared.http.connection import ConnectionLostError
from shared.http.endpoint import Endpoint

TIMEOUT_SECONDS: Final = 10
TAKEN: Final = range(HTTPStatus.OK, HTTPStatus.MULTIPLE_CHOICES)


class Publisher(Protocol):
    """Hands events to the broker."""

    async def publish(self, envelope: Envelope) -> None:
        """Return once the broker has the event.

        Raises:
            DependencyError: the broker did not take it.
        """
        ...


class BrokerPublisher:
    """Publishes by POST to the broker's ingress (`K_SINK`)."""

    def __init__(self, sink: str) -> None:
        self._sink = Endpoint(sink)

    async def publish(self, envelope: Envelope) -> None:
        """See `Publisher.publish`."""
        headers, body = to_http(envelope)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                status = await self._sink.call(b"POST", headers, body)
        except (ConnectionLostError, TimeoutError) as error:
            raise DependencyError("broker") from error
        if status not in TAKEN:
            raise DependencyError("broker")


class MemoryPublisher:
    """Keeps what was published; `fail` makes it refuse, as a broker that is down does."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.fail = False

    async def publish(self, envelope: Envelope) -> None:
        """See `Publisher.publish`."""
        if self.fail:
            raise DependencyError("broker")
        self.envelopes.append(envelope)
