"""Waiting for what must not hold anybody up."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

T = TypeVar("T")


async def in_time(work: Awaitable[T], seconds: float) -> T:
    """Return the outcome of `work`.

    Raises:
        TimeoutError: it takes too long. It is left to itself: cancelled, a connection would be
            left half open.
    """
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=seconds)
    if not task.done():
        task.add_done_callback(_forget)
        raise TimeoutError("slow")
    return task.result()


def _forget(task: "asyncio.Future[Any]") -> None:
    if not task.cancelled():
        task.exception()
