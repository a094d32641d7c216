"""`make trace ID=…`: one message's walk through the functions, from their logs."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from knative.local.running import find_running


def steps_of(logs: Path, correlation_id: str) -> list[dict[str, Any]]:
    """Return the log lines of a story, in order of time, each with its Service."""
    found: list[dict[str, Any]] = []
    for path in logs.glob("*.log"):
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if correlation_id in line and line.startswith("{"):
                    entry = json.loads(line)
                    if entry.get("correlation_id") == correlation_id:
                        found.append({**entry, "service": path.stem})
    return sorted(found, key=_began)


def walk(steps: list[dict[str, Any]]) -> list[str]:
    """Return one line per step: when it began, where, what, how long, what it emitted."""
    if not steps:
        return []
    start = _began(steps[0])
    lines = [f"{'ms':>7}  {'service':<20} {'took':>7}  event -> emitted"]
    for step in steps:
        emitted = ", ".join(one.removeprefix("store.") for one in step.get("emitted", []))
        handled = step.get("event_type", step["event"]).removeprefix("store.")
        note = "" if step.get("outcome", "handled") == "handled" else f"  [{step['outcome']}]"
        cold = "  (cold start)" if step.get("cold_start") else ""
        took = f"{step.get('duration_ms', 0):.1f}"
        lines.append(
            f"{(_began(step) - start) * 1000:7.1f}  {step['service']:<20} {took:>7}  "
            f"{handled} -> {emitted or '-'}{note}{cold}"
        )
    return lines


def _began(step: dict[str, Any]) -> float:
    ended = datetime.fromisoformat(step["timestamp"]).timestamp()
    return ended - step.get("duration_ms", 0) / 1000


def main() -> int:
    """Print the walk of the story whose id is given."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - one argument
        sys.stderr.write("usage: make trace ID=<correlation id>\n")
        return 2
    lines = walk(steps_of(find_running().data / "logs", sys.argv[1]))
    sys.stdout.write("\n".join(lines) + "\n" if lines else "No function has logged this id.\n")
    return 0 if lines else 1


if __name__ == "__main__":
    sys.exit(main())
