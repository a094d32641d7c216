"""`make seed`, and every start: the demo catalog, FAQ and codes, never over what was edited."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from knative.local.children import start_child, stop_child
from knative.local.running import find_running

ROOT = Path(__file__).parents[2]


def seed_environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which the catalog's seed finds the stores of this run."""
    return {
        **os.environ,
        **given,
        "PYTHONPATH": str(ROOT),
        "BRANDS_PATH": str(ROOT / "helm/agent-store/brands"),
        "K_SERVICE": "seed",
    }


def seed_command() -> list[str]:
    """Return the command that loads what is missing."""
    return [sys.executable, "-m", "functions.catalog.seed"]


async def seed_store(data: Path, stores: Mapping[str, str]) -> None:
    """Load what is missing into the stores of this run; what went wrong is in logs/seed.log."""
    path = data / "stores.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(dict(stores)))
    log = data / "logs" / "seed.log"
    child = await start_child(seed_command(), log=log, env=seed_environment(stores), cwd=ROOT)
    try:
        if await child.wait():
            print(f"The demo catalog could not be loaded: see {log}", file=sys.stderr)
    finally:
        await stop_child(child, grace_seconds=1)


def main() -> int:
    """Seed the running shop."""
    running = find_running()
    stores = json.loads((running.data / "stores.json").read_text())
    return subprocess.run(seed_command(), env=seed_environment(stores), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
