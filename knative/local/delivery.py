"""One event to one subscriber: attempts, pauses, and what an answer means to both real brokers."""

import asyncio
from dataclasses import dataclass
from enum import Enum

from knative.local.activator import Activator
from knative.local.broker_plan import DeliveryPlan, QueuePlan
from knative.local.cloud_event import CloudEvent, is_event
from knative.local.ports import StartError
from shared.http.connection import ConnectionLostError
from shared.http.message import Request

_RETRIED = frozenset({404, 408, 409, 429})
_SUCCESSES = range(200, 300)
_SERVER_ERRORS = range(500, 600)


class Verdict(Enum):
    """What becomes of the event after one attempt."""

    DONE = "done"
    DROPPED = "dropped"
    RETRY = "retry"


@dataclass(frozen=True)
class Attempt:
    """The outcome of one attempt.

    Attributes:
        verdict: What becomes of the event.
        why: Why it is no success.
        named: Its dead letter has `knativeerrordest`.
        code: The `knativeerrorcode` of its dead letter. Empty, as `named` is false, where one of
            the real brokers tells none, or both do not tell the same.
    """

    verdict: Verdict
    why: str = ""
    named: bool = False
    code: str = ""


def judge(status: int, *, body: bool, event: bool) -> Attempt:
    """What an answer means: the stricter reading wherever the two real brokers differ.

    RabbitMQ's broker acknowledges and drops what it does not retry (3xx, most 4xx); the
    multi-tenant one refuses a success with a body that is no event. Successes with events are
    refused here: the shop publishes by POST only. `docs/brokers.md` has all of it.
    """
    if status in _RETRIED or status in _SERVER_ERRORS:
        return Attempt(Verdict.RETRY, f"answered {status}", named=True, code=str(status))
    if status not in _SUCCESSES:
        return Attempt(Verdict.DROPPED, f"answered {status}: dropped, no dead letter")
    if event:
        return Attempt(Verdict.RETRY, f"answered {status} with an event")
    if body:
        return Attempt(Verdict.RETRY, f"answered {status} with a body")
    return Attempt(Verdict.DONE)


class Deliverer:
    """Brings events to functions by the Broker's rules."""

    def __init__(self, activator: Activator, plan: DeliveryPlan) -> None:
        self._activator = activator
        self._plan = plan

    async def deliver(self, event: CloudEvent, queue: QueuePlan) -> Attempt:
        """Tries until it is taken, dropped, or the retries are used up (`Verdict.RETRY`).

        The caller's slot is held meanwhile, pauses included, as in RabbitMQ's dispatcher.
        """
        attempt = await self._try(event, queue)
        for number in range(self._plan.retries):
            if attempt.verdict is not Verdict.RETRY:
                break
            await asyncio.sleep(self._plan.pause_seconds(number))
            attempt = await self._try(event, queue)
        return attempt

    async def _try(self, event: CloudEvent, queue: QueuePlan) -> Attempt:
        headers = [(b"host", queue.service.encode()), *event.headers]
        request = Request(b"POST", queue.path.encode(), headers, event.data)
        try:
            async with (
                asyncio.timeout(self._plan.timeout_seconds),
                self._activator.request(queue.service, request) as response,
            ):
                body = await response.read()
        except TimeoutError:
            return Attempt(Verdict.RETRY, "no answer in time")
        except (ConnectionLostError, StartError) as error:
            return Attempt(Verdict.RETRY, str(error), named=True)
        return judge(response.status, body=bool(body), event=is_event(response.headers))
