"""Waiting for a model's client where nobody waits for the answer."""

import asyncio
import time
from typing import Final

from shared.llm.model import Model

PATIENCE: Final = 15.0
"""Seconds for an event that a loading client keeps waiting."""
_PAUSE: Final = 0.1


async def is_ready(model: Model, patience: float = PATIENCE) -> bool:
    """Tell whether a model can be asked, waiting a while for its client to load.

    An event under way keeps its pod: one that was put off and came to nothing would end with it,
    and the next pod begin to load anew.

    Args:
        model: to be asked.
        patience: seconds to wait at most.
    """
    until = time.monotonic() + patience
    while not model.ready and time.monotonic() < until:  # noqa: ASYNC110 - a thread loads
        await asyncio.sleep(_PAUSE)
    return model.ready
