"""Writing down what was paid for: tried again, since the broker would not ask again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from shared.errors import BusyError, DependencyError

PAUSES_SECONDS: Final = (0.5, 2.0, 5.0)


async def insist(write_down: Callable[[], Awaitable[object]]) -> None:
    """Do it, up to four times while others write or the store is away.

    Raises:
        BusyError: others still write.
        DependencyError: the store is still away.
    """
    for pause in PAUSES_SECONDS:
        try:
            await write_down()
        except (BusyError, DependencyError):
            await asyncio.sleep(pause)
        else:
            return
    await write_down()
