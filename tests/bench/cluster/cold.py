"""From zero pods to the answer, per function, beside a bare hello started in turns with it."""

import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from shared.http.message import Request
from tests.bench.cluster.reach import Reached, service_url
from tests.bench.cluster.sleeping import wait_for_sleep
from tests.bench.figures import Figure, Target, figure
from tests.bench.first_events import Sample, first_request

TARGET = Target(1.25)
HELLO = "hello"
HELLO_EVERY = 3
_WAKE = Request(b"GET", b"/healthz", [])


@dataclass(frozen=True)
class Start:
    """One start: in which round, of what, and the milliseconds until the answer."""

    round: int
    service: str
    ms: float


def hellos(functions: Sequence[str]) -> list[str]:
    """Return the names of as many hellos as are started before, between and after the functions."""
    return [f"{HELLO}-{number}" for number in range(1 - (-len(functions) // HELLO_EVERY))]


def order(functions: Sequence[str], number: int) -> list[str]:
    """Return what a round starts, in an order of its own, a hello around every three."""
    shuffled = list(functions)
    random.Random(number).shuffle(shuffled)
    found: list[str] = []
    *between, last = hellos(functions)
    for index, name in enumerate(between):
        found += [name, *shuffled[index * HELLO_EVERY :][:HELLO_EVERY]]
    return [*found, last]


def figures(starts: Sequence[Start], column: str, target: Target | None = None) -> list[Figure]:
    """Return the milliseconds of each function and its ratio to the hellos around each start."""
    names = sorted({one.service for one in starts} - {HELLO})
    found: list[Figure] = []
    for name in (HELLO, *names):
        own = [index for index, one in enumerate(starts) if one.service == name]
        found.append(figure(column, "ms", [starts[index].ms for index in own], of=name))
        if name != HELLO:
            ratios = [starts[index].ms / _yardstick(starts, index) for index in own]
            found.append(figure(f"{column}, of hello", "x", ratios, target, of=name))
    return found


def _yardstick(starts: Sequence[Start], index: int) -> float:
    """Return the mean of the last hello before a start and the next one, in the same round.

    What else a machine does changes within seconds.
    """
    round_of = [one for one in starts if one.round == starts[index].round]
    place = round_of.index(starts[index])
    earlier = [one.ms for one in round_of[:place] if one.service == HELLO][-1:]
    later = [one.ms for one in round_of[place:] if one.service == HELLO][:1]
    return statistics.mean([*earlier, *later])


async def measure(
    functions: Sequence[str], sample: Sample, rounds: Sequence[int], *, event: bool
) -> list[Start]:
    """Start everything once a round, each from zero.

    Args:
        functions: Knative Services.
        sample: what first events are made from.
        rounds: their numbers.
        event: whether a start lasts until a first event is handled, or until `/healthz` answers.
    """
    reached = {name: Reached(service_url(name)) for name in (*functions, *hellos(functions))}
    starts: list[Start] = []
    for number in rounds:
        wait_for_sleep()
        for name in order(functions, number):
            request = _WAKE
            if event and not name.startswith(HELLO):
                unique = f"{time.time_ns():x}"
                request = first_request(name, sample, unique)
            began = time.perf_counter()
            answer = await reached[name].send(request)
            took = (time.perf_counter() - began) * 1000
            if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
                raise FirstAnswerError(name, answer.status, answer.body)
            label = HELLO if name.startswith(HELLO) else name
            starts.append(Start(number, label, took))
            print(f"    {number} {name:18} {took:6.0f} ms", flush=True)
    return starts


class FirstAnswerError(Exception):
    """A function refused its first request; its figures would mean nothing."""

    def __init__(self, name: str, status: int, body: bytes) -> None:
        super().__init__(f"{name} answered its first request with {status}: {body[:300]!r}")
