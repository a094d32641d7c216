"""`python -m knative.local`: the whole shop on this machine, until SIGTERM or Ctrl-C."""

import asyncio
import os
import signal
import sys

import uvloop

from knative.local.chaos import ChaosError
from knative.local.lock import DataDirectoryBusyError
from knative.local.manifests import ManifestError
from knative.local.mongo import MongoBuildError, MongoMissingError
from knative.local.ports import StartError
from knative.local.redis import RedisMissingError
from knative.local.render import RenderError
from knative.local.s3 import S3MissingError
from knative.local.server import PortBusyError
from knative.local.settings import LocalSettings
from knative.local.supervisor import Supervisor

_EXPLAINED = (
    *(ChaosError, DataDirectoryBusyError, ManifestError, MongoBuildError, MongoMissingError),
    *(PortBusyError, RedisMissingError, RenderError, S3MissingError, StartError),
)


async def _run(settings: LocalSettings) -> None:
    stopped = asyncio.Event()
    supervisor = Supervisor(settings)
    running = asyncio.create_task(supervisor.run(stopped))

    def stop() -> None:
        if not supervisor.ready:  # stop in the middle of starting
            running.cancel()
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        await running
    except asyncio.CancelledError:
        if not stopped.is_set():
            raise


def main() -> int:
    """Runs until it is stopped; 1 with one clear line if it cannot start."""
    code = 0
    try:
        settings = LocalSettings.read(os.environ)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_run(settings))
    except* _EXPLAINED as errors:
        for error in errors.exceptions:
            print(error, file=sys.stderr)
        code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
