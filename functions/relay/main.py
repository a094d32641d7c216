"""The relay: the net under everything. Always one pod.

In: dead letters of the broker (`POST /dead-letters`); the admin's list and replay.
Out: envelopes left in outboxes, timers that are due, events a consumer never confirmed,
`store.failed` for whoever waits for a dead letter's outcome.
State: `timers`, `handled`, `dead_letters`; reads every outbox.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.routing import Route

from functions.relay.letters import list_letters, replay_all, replay_one
from functions.relay.routing import load_routes
from functions.relay.sink import take
from functions.relay.sweep import Sweeper
from shared.clock import now
from shared.function.ports import real_ports
from shared.function.serving import Function, serve
from shared.log import log
from shared.settings import settings

TIMERS_EVERY_SECONDS = 0.25
OUTBOX_EVERY_SECONDS = 1.0
CONFIRM_EVERY_SECONDS = 2.0
RETENTION_EVERY_SECONDS = 600.0
LONGEST_PAUSE_SECONDS = 5.0
"""While the store or the broker is away; no longer, as everybody waits for the net then."""


async def sweep() -> None:
    """Run every sweep at its own pace for as long as the process lives."""
    sweeper = Sweeper(real_ports(), load_routes(settings().triggers_path))
    await asyncio.gather(
        _every(TIMERS_EVERY_SECONDS, sweeper.timers),
        _every(OUTBOX_EVERY_SECONDS, sweeper.outboxes),
        _every(CONFIRM_EVERY_SECONDS, sweeper.confirm),
        _every(RETENTION_EVERY_SECONDS, sweeper.retention),
    )


async def _every(seconds: float, step: Callable[[datetime], Awaitable[int]]) -> None:
    failures = 0
    while True:
        try:
            done = await step(now())
        except Exception:  # noqa: BLE001 - the net must outlive any single fault; logged with trace
            failures += 1
            log().exception("sweep.failed", step=step.__name__, failures=failures)
            done = 0
        else:
            failures = 0
            if done:
                log().info("sweep.done", step=step.__name__, count=done)
        if not done:
            await asyncio.sleep(pause(seconds, failures))


def pause(seconds: float, failures: int) -> float:
    """Return how long to wait for the next sweep: longer each time that it fails in a row."""
    return max(seconds, min(seconds * 2 ** min(failures, 10), LONGEST_PAUSE_SECONDS))


FUNCTION = Function(
    "relay",
    routes=[
        Route("/dead-letters", take, methods=["POST"]),
        Route("/v1/admin/dead-letters", list_letters, methods=["GET"]),
        Route("/v1/admin/dead-letters/replay", replay_all, methods=["POST"]),
        Route("/v1/admin/dead-letters/{key}/replay", replay_one, methods=["POST"]),
    ],
    background=sweep,
)
main = serve(FUNCTION)
