"""`LOG=1`: the functions' log lines on the terminal as they are written."""

import asyncio
import sys
from pathlib import Path

_PAUSE_SECONDS = 0.2


async def follow_logs(folder: Path) -> None:
    """Prints what is appended to any `*.log` of `folder` from now on, until it is cancelled."""
    read = {log: log.stat().st_size for log in await asyncio.to_thread(_logs, folder)}
    while True:
        await asyncio.sleep(_PAUSE_SECONDS)
        for log in await asyncio.to_thread(_logs, folder):
            fresh = await asyncio.to_thread(_from, log, read.get(log, 0))
            whole = fresh[: fresh.rfind(b"\n") + 1]
            read[log] = read.get(log, 0) + len(whole)
            for line in whole.decode(errors="replace").splitlines():
                sys.stdout.write(f"{log.stem:<18} {line}\n")
            sys.stdout.flush()


def _logs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.log"))


def _from(log: Path, offset: int) -> bytes:
    with log.open("rb") as file:
        file.seek(offset)
        return file.read()
