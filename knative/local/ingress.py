"""The broker's HTTP side: where `K_SINK` points."""

from knative.local.broker import Broker
from knative.local.cloud_event import InvalidEventError, read_event
from knative.local.server import Message, Receive, Send, respond

_BODY_LIMIT_BYTES = 4 * 1024 * 1024


class Ingress:
    """ASGI app: 202 with an empty body once the event is on disk, 400 for what is no event.

    500 only if `CHAOS=wait=…` has it answer as late as the in-memory broker does.
    """

    def __init__(self, broker: Broker) -> None:
        self._broker = broker

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Takes one event."""
        if scope["method"] != "POST":
            await respond(send, 405)
            return
        body = await _read(receive)
        if body is None:
            await respond(send, 413)
            return
        try:
            event = read_event(scope["headers"], body)
        except InvalidEventError as error:
            await respond(send, 400, str(error).encode())
            return
        await respond(send, 202 if await self._broker.publish(event) else 500)


async def _read(receive: Receive) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > _BODY_LIMIT_BYTES:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)
