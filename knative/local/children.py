"""Child processes that never outlive the supervisor, however it ends."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1


async def start_child(
    command: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str],
    cwd: Path | None = None,
    keep_open: Sequence[int] = (),
) -> Process:
    """Starts `command` with its output appended to `log`; it is killed when this process dies.

    Args:
        command: Program and arguments.
        log: File that both output streams are appended to.
        env: The whole environment of the child.
        cwd: Working directory.
        keep_open: File descriptors the child inherits (a lock that must outlast the parent).
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return await _spawn(command, output, env, cwd, keep_open)


async def stop_child(child: Process, *, grace_seconds: float) -> None:
    """Asks the child to end, waits, then kills it. Harmless on a child that has ended."""
    if child.returncode is None:
        _signal(child, signal.SIGTERM)
        try:
            await asyncio.wait_for(child.wait(), grace_seconds)
        except TimeoutError:
            _signal(child, signal.SIGKILL)
    await child.wait()


def _signal(child: Process, number: signal.Signals) -> None:
    """Sends by pid: the library's own way may reap the child before its watcher does."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, number)


async def _spawn(
    command: Sequence[str],
    output: IO[bytes],
    env: Mapping[str, str],
    cwd: Path | None,
    keep_open: Sequence[int],
) -> Process:
    return await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=dict(env),
        cwd=cwd,
        pass_fds=tuple(keep_open),
        start_new_session=True,  # Ctrl-C reaches the supervisor only, which ends them in order
        preexec_fn=_die_with_parent(),
    )


def _die_with_parent() -> Callable[[], None] | None:
    """Linux's parent-death signal; elsewhere only an orderly stop ends the children."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def arm() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the signal was armed
            os._exit(1)

    return arm
