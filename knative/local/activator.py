"""Functions on demand: a request starts the process it needs, idleness stops it."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from knative.local.function import Function, FunctionState
from knative.local.plan import FunctionPlan
from knative.local.ports import StartError
from shared.http.client import Response
from shared.http.message import Request

_IDLE_CHECK_SECONDS = 0.2


class Activator:
    """All functions by name. `changed` is called when a process came or went."""

    def __init__(
        self, plans: Iterable[FunctionPlan], logs: Path, changed: Callable[[], None]
    ) -> None:
        self._functions = {plan.name: Function(plan, logs, changed) for plan in plans}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping: set[asyncio.Task[None]] = set()

    def request(self, function: str, request: Request) -> AbstractAsyncContextManager[Response]:
        """Sends a request to a function; see `Function.request`."""
        return self._functions[function].request(request)

    def knows(self, function: str) -> bool:
        """Whether there is such a function."""
        return function in self._functions

    async def start(self) -> None:
        """Starts what must always run, waits for the first try of each, watches for idleness."""
        self._spawn(self._reap())
        always = [each for each in self._functions.values() if each.plan.always_on]
        tries = await asyncio.gather(*(each.pod() for each in always), return_exceptions=True)
        for function, tried in zip(always, tries, strict=True):
            if isinstance(tried, StartError):
                self._spawn(function.keep_running())
            elif isinstance(tried, BaseException):
                raise tried

    async def stop(self) -> None:
        """Ends all processes."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*(each.close() for each in self._functions.values()))
        await asyncio.gather(*self._stopping)

    async def stop_idle(self) -> list[str]:
        """Stops every process that nobody uses at this moment; returns their names."""
        idle = [each for each in self._functions.values() if each.idle]
        await asyncio.gather(*map(self._stop, idle))
        return [each.plan.name for each in idle]

    def states(self) -> list[FunctionState]:
        """A snapshot of every function."""
        return [each.state() for each in self._functions.values()]

    async def _reap(self) -> None:
        while True:
            await asyncio.sleep(_IDLE_CHECK_SECONDS)
            for each in self._functions.values():
                if each.expired:
                    self._stop(each)

    def _stop(self, function: Function) -> asyncio.Task[None]:
        """Out of use at once, so that the next request starts another; ended in the background."""
        pod = function.retire()
        stopping = asyncio.create_task(pod.stop() if pod else asyncio.sleep(0))
        self._stopping.add(stopping)
        stopping.add_done_callback(self._stopping.discard)
        return stopping

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
