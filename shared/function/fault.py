"""Points where a kill test may end the process. Off unless `FAULT_POINTS` is set."""

import os
import random
import signal
from functools import cache

from shared.settings import settings


@cache
def _rates() -> dict[str, float]:
    pairs = (part.split("=") for part in settings().fault_points.split(",") if "=" in part)
    return {name.strip(): float(rate) for name, rate in pairs}


def reach(point: str) -> None:
    """Pass a point between two steps; with a rate set for it (or `any`), sometimes die here.

    Points: `received`, `decided`, `committed`, `published`, `handled`, `before_outside`,
    `after_outside`.
    """
    rates = _rates()
    if rates and random.random() < rates.get(point, rates.get("any", 0)):  # noqa: S311
        os.kill(os.getpid(), signal.SIGKILL)
