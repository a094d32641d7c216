"""`python -m knative.local.stop`: ends the run of this data directory and waits for its end."""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from knative.local.lock import data_lock, lock_holder

_WAIT_SECONDS = 30.0


def stop_run(data: Path) -> bool:
    """Whether a run was there to be stopped; it is over when this returns."""
    supervisor = lock_holder(data) if data.is_dir() else None
    if supervisor is None:
        return False
    with suppress(ProcessLookupError):
        os.kill(supervisor, signal.SIGTERM)
    with data_lock(data, wait_seconds=_WAIT_SECONDS):
        return True


if __name__ == "__main__":
    folder = Path(os.environ.get("DATA_DIR", ".data"))
    print("stopped" if stop_run(folder) else f"nothing runs on {folder}", file=sys.stderr)
