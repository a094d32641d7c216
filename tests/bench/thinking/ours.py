"""Turns of a thinking seller in the running shop: webhook in to message out, processes, stores."""

import asyncio
import itertools
import time

from tests.bench import turns
from tests.bench.cold_functions import sample_of
from tests.bench.figures import Figure, figure
from tests.bench.shop import Front
from tests.bench.thinking.model import THOUGHTS, tokens_sent, turns_of
from tests.support.model_server import ModelServer

WARM_UP_SECONDS = 120


class NotThoughtError(Exception):
    """The rules answered; the figures would be theirs."""

    def __init__(self, wanted: int, found: int) -> None:
        super().__init__(f"the model was asked {found} times instead of {wanted}")


async def alone(shop: Front, model: ModelServer, count: int) -> list[float]:
    """Return the milliseconds of turns, one after the other.

    Raises:
        NotThoughtError: not every turn was thought about to its end.
    """
    sample, numbers = await sample_of(shop), itertools.count(time.time_ns() // 1_000_000)
    model.asked.clear()
    began = time.monotonic()
    while not model.asked:
        if time.monotonic() - began > WARM_UP_SECONDS:
            raise NotThoughtError(1, 0)
        await turns.converse(shop, sample, next(numbers), 1)
    await turns.converse(shop, sample, next(numbers), 2)
    model.asked.clear()
    took = await turns.one_after_another(shop, sample, numbers, count)
    _check(model, count)
    return took


async def together(shop: Front, model: ModelServer, count: int) -> list[Figure]:
    """Let so many shoppers write at once, one message each."""
    sample, numbers = await sample_of(shop), itertools.count(time.time_ns() // 1_000_000)
    model.asked.clear()
    began = time.monotonic()
    crowd = await asyncio.gather(
        *(turns.converse(shop, sample, next(numbers), 1) for _ in range(count))
    )
    seconds = time.monotonic() - began
    thought = len(model.asked) / (count * THOUGHTS)
    return [
        figure(f"turn, {count} at once", "ms", [one for each in crowd for one in each]),
        figure(f"turns, {count} at once", "/s", [count / seconds]),
        figure("thoughts made of those wanted", "x", [thought]),
    ]


def tokens(model: ModelServer) -> list[Figure]:
    """Return the tokens that the model was sent since it was last cleared."""
    found = turns_of(model.asked)
    sums = [sum(tokens_sent(body) for body in turn) for turn in found]
    firsts = [tokens_sent(turn[0]) for turn in found]
    return [
        figure("sent in a turn with 3 calls (bytes / 3)", "tokens", sums),
        figure("of these in its first request", "tokens", firsts),
    ]


def _check(model: ModelServer, count: int) -> None:
    if len(model.asked) != count * THOUGHTS:
        raise NotThoughtError(count * THOUGHTS, len(model.asked))
