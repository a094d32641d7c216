"""Wakes the functions that a message will need, so that a sleeping shop starts them all at once."""

import asyncio
import time
from typing import Final

from shared.http.connection import ConnectionLostError
from shared.http.endpoint import Endpoint
from shared.log import log

NEEDED: Final = ("intent", "whatsapp-sender", "cart", "product-catalog")
AGAIN_AFTER_SECONDS: Final = 60
"""A Service that was woken stays for minutes; asking each time would only be noise."""
START_SECONDS: Final = 20


class Waker:
    """Pings Services in the background; never waited for, never an error.

    Args:
        address: of a Service, with `{service}` in it.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._woken: dict[str, float] = {}
        self._running: set[asyncio.Task[None]] = set()

    def wake(self, brand: str | None) -> None:
        """Start waking what a message for `brand` needs."""
        sellers = (f"ai-seller-{brand}",) if brand else ()
        for service in (*NEEDED, *sellers):
            if time.monotonic() - self._woken.get(service, -AGAIN_AFTER_SECONDS) >= (
                AGAIN_AFTER_SECONDS
            ):
                self._woken[service] = time.monotonic()
                task = asyncio.create_task(self._ping(service))
                self._running.add(task)
                task.add_done_callback(self._running.discard)

    async def _ping(self, service: str) -> None:
        pinged = Endpoint(f"{self._address.format(service=service)}/healthz")
        try:
            async with asyncio.timeout(START_SECONDS):
                await pinged.call(b"GET")
        except (ConnectionLostError, TimeoutError) as error:
            self._woken.pop(service, None)
            log().info("wake.failed", service=service, error=type(error).__name__)
        finally:
            pinged.close()
