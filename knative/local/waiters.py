"""Who waits for the end of a delivery: senders, if misfortune answers them as late as it can."""

import asyncio
from collections.abc import Iterable

from knative.local.journal import Delivery


class Waiters:
    """One future for each delivery that somebody waits for."""

    def __init__(self) -> None:
        self._ends: dict[int, asyncio.Future[bool]] = {}

    async def wait(self, deliveries: Iterable[Delivery]) -> bool:
        """Waits for the end of all; false if one of them was lost."""
        loop = asyncio.get_running_loop()
        ends = [self._ends.setdefault(each.seq, loop.create_future()) for each in deliveries]
        return all(await asyncio.gather(*ends))

    def moved(self, before: Delivery, after: Delivery) -> None:
        """Goes on waiting for what a delivery became."""
        if (end := self._ends.pop(before.seq, None)) is not None:
            self._ends[after.seq] = end

    def ended(self, delivery: Delivery, *, lost: bool = False) -> None:
        """Tells whoever waits."""
        end = self._ends.pop(delivery.seq, None)
        if end is not None and not end.done():
            end.set_result(not lost)
