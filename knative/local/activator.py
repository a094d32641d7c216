"""Functions on demand: a request starts the process it needs, idleness stops it."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from knative.local.function import Function, FunctionState
from knative.local.http_client import Response
from knative.local.http_message import Request
from knative.local.plan import FunctionPlan
from knative.local.ports import StartError

_IDLE_CHECK_SECONDS = 0.2


class Activator:
    """All functions by name. `changed` is called when a process came or went."""

    def __init__(
        self, plans: Iterable[FunctionPlan], logs: Path, changed: Callable[[], None]
    ) -> None:
        self._functions = {plan.name: Function(plan, logs, changed) for plan in plans}
        self._reaper: asyncio.Task[None] | None = None
        self._stopping: set[asyncio.Task[None]] = set()

    def request(self, function: str, request: Request) -> AbstractAsyncContextManager[Response]:
        """Sends a request to a function; see `Function.request`."""
        return self._functions[function].request(request)

    def knows(self, function: str) -> bool:
        """Whether there is such a function."""
        return function in self._functions

    async def start(self) -> None:
        """Starts what must always run, and watches for idleness."""
        self._reaper = asyncio.create_task(self._reap())
        always = [each.pod() for each in self._functions.values() if each.plan.always_on]
        for result in await asyncio.gather(*always, return_exceptions=True):
            if isinstance(result, BaseException) and not isinstance(result, StartError):
                raise result

    async def stop(self) -> None:
        """Ends all processes."""
        if self._reaper is not None:
            self._reaper.cancel()
        await asyncio.gather(*(each.stop() for each in self._functions.values()), *self._stopping)

    async def stop_idle(self) -> list[str]:
        """Stops every process that nobody uses at this moment; returns their names."""
        idle = [each for each in self._functions.values() if each.idle]
        await asyncio.gather(*(each.stop() for each in idle))
        return [each.plan.name for each in idle]

    def states(self) -> list[FunctionState]:
        """A snapshot of every function."""
        return [each.state() for each in self._functions.values()]

    async def _reap(self) -> None:
        while True:
            await asyncio.sleep(_IDLE_CHECK_SECONDS)
            for each in self._functions.values():
                if each.expired:
                    self._stop_soon(each)

    def _stop_soon(self, function: Function) -> None:
        stopping = asyncio.create_task(function.stop())
        self._stopping.add(stopping)
        stopping.add_done_callback(self._stopping.discard)
