"""Points where a kill test may end the process. Off unless `FAULT_POINTS` is set."""

import os
import random
import signal
import sys
from functools import cache
from typing import Final

from shared.settings import settings

POINTS: Final = (
    "received",
    "decided",
    "committed",
    "published",
    "handled",
    "before_outside",
    "after_outside",
)


@cache
def _rates() -> dict[str, float]:
    pairs = (part.split("=") for part in settings().fault_points.split(",") if "=" in part)
    return {name.strip(): float(rate) for name, rate in pairs}


def reach(point: str) -> None:
    """Pass one of `POINTS` between two steps; with a rate for it (or `any`), sometimes die here."""
    rates = _rates()
    if rates and random.random() < rates.get(point, rates.get("any", 0)):  # noqa: S311
        sys.stdout.write(f'{{"event": "fault.died", "point": "{point}"}}\n')
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)
