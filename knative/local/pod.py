"""One process of one function: started on a free port, ready when it answers `/healthz`."""

import asyncio
import os
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from knative.local.children import start_child, stop_child
from knative.local.plan import FunctionPlan
from knative.local.ports import StartError, free_port
from shared.http.client import HttpClient
from shared.http.connection import ConnectionLostError
from shared.http.message import Request

_PROBE = Request(b"GET", b"/healthz", [(b"host", b"local"), (b"user-agent", b"kube-probe/local")])
_PROBE_PAUSE_SECONDS = 0.01
_START_TIMEOUT_SECONDS = 60.0
_STOP_GRACE_SECONDS = 10.0
# What a process needs of the machine; everything else it must get from its manifest.
_FROM_MACHINE = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"),
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
)


class Pod:
    """A running function."""

    def __init__(self, plan: FunctionPlan, process: Process, port: int) -> None:
        self.plan = plan
        self.port = port
        self.process = process
        self.client = HttpClient(port)
        self.started_at = time.time()
        self.ready_seconds = 0.0
        self.stopping = False

    @staticmethod
    async def start(plan: FunctionPlan, log: Path) -> "Pod":
        """Starts the process and waits until it is ready.

        Raises:
            StartError: It ended, or was not ready in time.
        """
        port = free_port()
        began = time.monotonic()
        process = await start_child(
            plan.command, log=log, env=_environment(plan, port), cwd=plan.working_directory
        )
        pod = Pod(plan, process, port)
        try:
            await pod._until_ready()
        except BaseException:
            await pod.stop(grace_seconds=0)
            raise
        pod.ready_seconds = time.monotonic() - began
        return pod

    @property
    def alive(self) -> bool:
        """Whether it can take requests."""
        return self.process.returncode is None and not self.stopping

    async def stop(self, *, grace_seconds: float = _STOP_GRACE_SECONDS) -> None:
        """SIGTERM, and SIGKILL when the grace is over."""
        self.stopping = True
        self.client.close()
        await stop_child(self.process, grace_seconds=grace_seconds)

    async def _until_ready(self) -> None:
        deadline = time.monotonic() + _START_TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            if self.process.returncode is not None:
                code = self.process.returncode
                raise StartError(self.plan.name, f"it ended with {code} while starting")
            if await self._answers():
                return
            await asyncio.sleep(_PROBE_PAUSE_SECONDS)
        raise StartError(self.plan.name, f"not ready after {_START_TIMEOUT_SECONDS:g} s")

    async def _answers(self) -> bool:
        try:
            async with asyncio.timeout(2):
                response = await self.client.send(_PROBE)
                await response.read()
                response.release()
        except (ConnectionLostError, TimeoutError):
            return False
        return response.status == HTTPStatus.OK


def _environment(plan: FunctionPlan, port: int) -> Mapping[str, str]:
    machine = {name: os.environ[name] for name in _FROM_MACHINE if name in os.environ}
    tools = Path(sys.executable).parent  # commands of the manifests are the virtualenv's
    machine["PATH"] = f"{tools}{os.pathsep}{machine.get('PATH', '')}"
    here = {"PORT": str(port), "HOST": "127.0.0.1", "PYTHONUNBUFFERED": "1"}
    return machine | dict(plan.environment) | here
