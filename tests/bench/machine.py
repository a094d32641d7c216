"""Where a run took place."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path


def describe(stores: str) -> dict[str, object]:
    """Return machine, load, stores and date; a figure without them says nothing."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cpu": _field(Path("/proc/cpuinfo"), "model name") or platform.processor(),
        "cores": os.cpu_count() or 0,
        "memory": _field(Path("/proc/meminfo"), "MemTotal"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "stores": stores,
        "load_before": round(os.getloadavg()[0], 1),
    }


def _field(file: Path, name: str) -> str:
    """Return a field of one of the kernel's tables, empty where there is none."""
    if not file.exists():
        return ""
    lines = (line.partition(":") for line in file.read_text().splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), "")
