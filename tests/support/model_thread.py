"""A server of models in a thread of its own, for tests that block."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager

from tests.support.model_server import ModelServer, running_models


@contextmanager
def served_models() -> Generator[ModelServer]:
    """Run the imitation until the end of the block."""
    started, over = threading.Event(), asyncio.Event()
    known: list[tuple[ModelServer, asyncio.AbstractEventLoop]] = []

    async def serve() -> None:
        async with running_models() as server:
            known.append((server, asyncio.get_running_loop()))
            started.set()
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert started.wait(30)
    ((server, loop),) = known
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
