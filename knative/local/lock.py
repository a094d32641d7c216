"""One supervisor per data directory, and none before the stores of the last one are gone."""

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def data_lock(data: Path, *, wait_seconds: float = 5.0) -> Generator[int, None, None]:
    """Holds the directory's lock and yields its file descriptor.

    Stores inherit the descriptor, so that after a `kill -9` of the supervisor the lock is free
    only when the last of them has ended and no file is open any more.

    Raises:
        DataDirectoryBusyError: Somebody else still has it after `wait_seconds`.
    """
    data.mkdir(parents=True, exist_ok=True)
    lock = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(lock, data, time.monotonic() + wait_seconds)
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield lock
    finally:
        os.close(lock)


def lock_holder(data: Path) -> int | None:
    """The process that runs on this directory; None when nobody does."""
    try:
        with data_lock(data, wait_seconds=0):
            return None
    except DataDirectoryBusyError:
        return int((data / "lock").read_text() or 0) or None


def _acquire(lock: int, data: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise DataDirectoryBusyError(data) from None
            time.sleep(0.05)
        else:
            return


class DataDirectoryBusyError(Exception):
    """Another shop runs on this data directory."""

    def __init__(self, data: Path) -> None:
        super().__init__(f"{data} is in use by another run; stop it or set DATA_DIR")
