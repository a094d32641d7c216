"""Where events go: the broker, or memory in tests."""

from typing import TYPE_CHECKING, Protocol

from shared.errors import DependencyError
from shared.function.envelope import Envelope, to_http

if TYPE_CHECKING:
    import httpx


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

    def __init__(self, client: "httpx.AsyncClient", sink: str) -> None:
        self._client = client
        self._sink = sink

    async def publish(self, envelope: Envelope) -> None:
        """See `Publisher.publish`."""
        import httpx

        headers, body = to_http(envelope)
        try:
            answer = await self._client.post(self._sink, headers=headers, content=body)
        except httpx.HTTPError as error:
            raise DependencyError("broker") from error
        if not answer.is_success:
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
