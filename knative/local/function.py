"""One Service: at most one process, started by the first request, restarted after a crash."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from knative.local.plan import FunctionPlan
from knative.local.pod import Pod
from knative.local.ports import StartError
from shared.http.client import Response
from shared.http.message import Request

_BACK_OFF_SECONDS = 0.1
_BACK_OFF_LIMIT_SECONDS = 5.0
_HEALTHY_AFTER_SECONDS = 10.0


@dataclass(frozen=True)
class FunctionState:
    """What people and tests see of a function."""

    name: str
    pid: int | None
    port: int | None
    in_flight: int
    waiting: int
    starts: int
    crashes: int
    ready_seconds: float | None


class Function:
    """A Service with its queue, its process and its crashes."""

    def __init__(self, plan: FunctionPlan, logs: Path, changed: Callable[[], None]) -> None:
        self.plan = plan
        self._changed = changed
        self._log = logs / f"{plan.name}.log"
        self._pod: Pod | None = None
        self._starting: asyncio.Task[Pod] | None = None
        limit = asyncio.Semaphore(plan.concurrency) if plan.concurrency else None
        self._slot: AbstractAsyncContextManager[object] = limit or nullcontext()
        self._in_flight = self._waiting = self._starts = self._crashes = self._failures = 0
        self._closed = False
        self._last_used = time.monotonic()
        self._watchers: set[asyncio.Task[None]] = set()

    @property
    def idle(self) -> bool:
        """Whether a process runs that nobody uses and that may be stopped."""
        unused = self._pod is not None and not self._in_flight and not self._waiting
        return unused and not self.plan.always_on

    @property
    def expired(self) -> bool:
        """Whether it has been idle for as long as its manifest allows."""
        unused = time.monotonic() - self._last_used
        return self.idle and unused >= self.plan.idle_seconds

    @asynccontextmanager
    async def request(self, request: Request) -> AsyncGenerator[Response, None]:
        """Sends a request, first starting the process if there is none.

        Raises:
            StartError: The process does not start.
            TimeoutError: The revision's time is over; the body's reader sees it too.
            ConnectionLostError: The process went away.
        """
        self._waiting += 1
        held = True
        try:
            async with asyncio.timeout(self.plan.timeout_seconds), self._slot:
                pod = await self.pod()
                self._waiting, self._in_flight, held = self._waiting - 1, self._in_flight + 1, False
                response = await pod.client.send(request)
                try:
                    yield response
                finally:
                    response.release()
        finally:
            if held:
                self._waiting -= 1
            else:
                self._in_flight -= 1
            self._last_used = time.monotonic()

    async def pod(self) -> Pod:
        """The running process; all who wait for its start share one."""
        if self._pod is not None and self._pod.alive:
            return self._pod
        if self._starting is None:
            self._starting = asyncio.create_task(self._start())
        return await asyncio.shield(self._starting)

    async def keep_running(self) -> None:
        """Starts the process, again and again if it fails, with growing pauses."""
        while self._pod is None and not self._closed:
            try:
                await self.pod()
            except StartError:
                continue

    def retire(self) -> Pod | None:
        """Takes the process out of use; the caller ends it."""
        pod, self._pod = self._pod, None
        if pod is not None:
            pod.stopping = True
            self._changed()
        return pod

    async def close(self) -> None:
        """Ends the process for good."""
        self._closed = True
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        if (pod := self.retire()) is not None:
            await pod.stop()

    def state(self) -> FunctionState:
        """A snapshot for people and tests."""
        pod = self._pod
        return FunctionState(
            name=self.plan.name,
            pid=pod.process.pid if pod else None,
            port=pod.port if pod else None,
            in_flight=self._in_flight,
            waiting=self._waiting,
            starts=self._starts,
            crashes=self._crashes,
            ready_seconds=round(pod.ready_seconds, 3) if pod else None,
        )

    async def _start(self) -> Pod:
        try:
            if self._failures:
                pause = _BACK_OFF_SECONDS * 2 ** (self._failures - 1)
                await asyncio.sleep(min(pause, _BACK_OFF_LIMIT_SECONDS))
            self._starts += 1
            pod = await Pod.start(self.plan, self._log)
        except StartError as error:
            self._failures += 1
            print(f"{error} (see {self._log})", flush=True)
            raise
        finally:
            self._starting = None
        self._pod = pod
        self._changed()
        self._last_used = time.monotonic()
        watcher = asyncio.create_task(self._watch(pod))
        self._watchers.add(watcher)
        watcher.add_done_callback(self._watchers.discard)
        return pod

    async def _watch(self, pod: Pod) -> None:
        """Notices the end of a process that nobody asked to end."""
        code = await pod.process.wait()
        if pod.stopping:
            return
        pod.client.close()
        self._crashes += 1
        lived = time.time() - pod.started_at
        # A process that served for a while and was killed comes back at once.
        self._failures = 0 if code < 0 or lived > _HEALTHY_AFTER_SECONDS else self._failures + 1
        if self._pod is pod:
            self._pod = None
            self._changed()
        how = f"killed by signal {-code}" if code < 0 else f"ended with {code}"
        print(f"{self.plan.name} crashed: {how} after {lived:.1f} s (see {self._log})", flush=True)
        if self.plan.always_on:
            await self.keep_running()
