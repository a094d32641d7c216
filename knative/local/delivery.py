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
_NO_ANSWER = -1


class Verdict(Enum):
    """What becomes of the event after one attempt."""

    DONE = "done"
    DROPPED = "dropped"
    RETRY = "retry"


@dataclass(frozen=True)
class Attempt:
    """The outcome of one attempt: a status, -1 without one, and why it is no success."""

    verdict: Verdict
    status: int
    why: str = ""


def judge(status: int, *, body: bool, event: bool) -> Attempt:
    """What an answer means: the stricter reading wherever the two real brokers differ.

    RabbitMQ's broker acknowledges and drops what it does not retry (3xx, most 4xx); the
    multi-tenant one refuses a success with a body that is no event. Answers with events are
    refused here: the shop publishes by POST only.
    """
    if event:
        return Attempt(Verdict.RETRY, status, "the answer carries an event")
    if status in _RETRIED or status in _SERVER_ERRORS:
        return Attempt(Verdict.RETRY, status, f"answered {status}")
    if status in _SUCCESSES:
        if body:
            return Attempt(Verdict.RETRY, status, "answered a success with a body")
        return Attempt(Verdict.DONE, status)
    return Attempt(Verdict.DROPPED, status, f"answered {status}: dropped, no dead letter")


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
            return Attempt(Verdict.RETRY, _NO_ANSWER, "no answer in time")
        except (ConnectionLostError, StartError) as error:
            return Attempt(Verdict.RETRY, _NO_ANSWER, str(error))
        return judge(response.status, body=bool(body), event=is_event(response.headers))
