"""What a process has cost so far: processor time and memory, as the kernel counts them."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Attributes: processor time in ms; resident and proportional memory in MB."""

    cpu_ms: float
    rss_mb: float
    pss_mb: float


def cost_of(pid: int) -> Cost:
    """Return the cost of a living process.

    PSS shares pages with whoever else maps them (libpython, say), so it depends on what else
    runs; RSS does not.
    """
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    memory = _kilobytes(Path(f"/proc/{pid}/smaps_rollup").read_text())
    return Cost(
        cpu_ms=ticks * 1000 / os.sysconf("SC_CLK_TCK"),
        rss_mb=memory["Rss"] / 1024,
        pss_mb=memory["Pss"] / 1024,
    )


def _kilobytes(rollup: str) -> dict[str, int]:
    rows = (line.split() for line in rollup.splitlines()[1:])
    return {row[0].rstrip(":"): int(row[1]) for row in rows}
