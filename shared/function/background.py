"""What a function does besides answering: loops and warm-up."""

import asyncio
from collections.abc import Awaitable, Callable

from shared.log import log


class Background:
    """A task of the process. When it fails, the pod is of no use any more and says so."""

    def __init__(self, run: Callable[[], Awaitable[None]] | None) -> None:
        self._run = run
        self._task: asyncio.Future[None] | None = None

    def start(self) -> None:
        """Start it with the first request: there is no event loop before."""
        if self._run is not None and self._task is None:
            self._task = asyncio.ensure_future(self._run())
            self._task.add_done_callback(self._ended)

    @property
    def is_well(self) -> bool:
        """Whether it runs, or need not."""
        return self._task is None or not self._task.done() or self._is_through

    @property
    def _is_through(self) -> bool:
        """Whether it came to its end: a warm-up does, a loop never."""
        task = self._task
        return task is not None and not task.cancelled() and task.exception() is None

    def _ended(self, task: "asyncio.Future[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log().error("background.failed", exc_info=error)
