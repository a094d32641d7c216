"""From single measurements to the figures that are shown."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One measured thing.

    Attributes:
        name: what was measured.
        of: whose it is, where the same is measured of several.
        unit: `ms`, `MB`, `/s`, `tokens` or `x` (a ratio).
        runs: how many measurements it comes from.
        p50: the median.
        p95: 95th percentile, of at least 20 measurements; else None.
        target: what the specification asks, in words; empty where it asks nothing.
        met: whether the target is met; None without one.
    """

    name: str
    unit: str
    runs: int
    p50: float
    p95: float | None = None
    target: str = ""
    met: bool | None = None
    of: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the figure without what it does not have."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}


@dataclass(frozen=True)
class Target:
    """The most (or least) that is wanted of a median or, if so named, of the 95th percentile."""

    limit: float
    of: str = "p50"
    at_least: bool = False

    def __str__(self) -> str:
        """As the table shows it."""
        return f"{self.of} {'≥' if self.at_least else '≤'} {self.limit:g}"

    def met_by(self, value: float | None) -> bool | None:
        """Tell whether a value is good enough; None if there is no value to judge."""
        if value is None:
            return None
        return value >= self.limit if self.at_least else value <= self.limit


ENOUGH_FOR_P95 = 20


def figure(
    name: str, unit: str, values: Sequence[float], target: Target | None = None, *, of: str = ""
) -> Figure:
    """Return the figure of several measurements."""
    p50 = statistics.median(values)
    p95 = percentile(values, 95) if len(values) >= ENOUGH_FOR_P95 else None
    judged = None if target is None else (p95 if target.of == "p95" else p50)
    return Figure(
        name=name,
        unit=unit,
        runs=len(values),
        p50=round(p50, 3),
        p95=None if p95 is None else round(p95, 3),
        target="" if target is None else str(target),
        met=None if target is None else target.met_by(judged),
        of=of,
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that `percent` % of the values do not exceed."""
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * percent // 100))
    return ordered[int(rank) - 1]
