"""The local broker: takes events, keeps them, brings each to every Trigger that matches.

The strict intersection of Knative's RabbitMQ and multi-tenant brokers: what works here works on
both (`docs/brokers.md`). At least once, in no promised order.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field

from knative.local.broker_plan import BrokerPlan, QueuePlan
from knative.local.chaos import Chaos
from knative.local.cloud_event import CloudEvent
from knative.local.delivery import Attempt, Deliverer, Verdict
from knative.local.journal import Delivery, Journal
from knative.local.waiters import Waiters


@dataclass
class _Queue:
    plan: QueuePlan
    ready: "asyncio.Queue[Delivery]" = field(default_factory=asyncio.Queue[Delivery])
    held: int = 0
    in_flight: int = 0
    dead: int = 0
    dropped: int = 0
    delivered: int = 0


@dataclass(frozen=True)
class QueueState:
    """What people and tests see of a queue."""

    name: str
    pending: int
    in_flight: int
    delivered: int
    dropped: int
    dead_lettered: int


class Broker:
    """Queues and the workers that empty them."""

    def __init__(
        self, plan: BrokerPlan, journal: Journal, deliverer: Deliverer, chaos: Chaos
    ) -> None:
        self._journal = journal
        self._deliverer = deliverer
        self._chaos = chaos
        self._queues = {each.name: _Queue(each) for each in plan.queues}
        self._dead = _Queue(plan.dead_letters) if plan.dead_letters else None
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiters = Waiters()
        self._lost = len(journal.lost())

    def start(self) -> None:
        """Takes up what waits since the last run and starts the workers."""
        for delivery in self._journal.waiting():
            if (queue := self._find(delivery.queue)) is not None:
                queue.ready.put_nowait(delivery)
            else:  # its Trigger is gone, as its queue would be on the cluster
                self._spawn(self._journal.finish(delivery))
        for queue in self._all():
            for _ in range(queue.plan.parallelism):
                self._spawn(self._work(queue))

    async def stop(self, *, grace_seconds: float) -> None:
        """Lets deliveries under way end for a while; the rest is delivered again next time."""
        deadline = asyncio.get_running_loop().time() + grace_seconds
        while asyncio.get_running_loop().time() < deadline:
            if not any(queue.in_flight for queue in self._all()):
                break
            await asyncio.sleep(0.02)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def publish(self, event: CloudEvent) -> bool:
        """Keeps the event for every matching Trigger; it is on disk when this returns.

        False if it was told to wait for the end of the delivery, and the event is lost.
        """
        copies = [
            (queue, hold)
            for queue in self._queues.values()
            if _matches(queue.plan.attributes, event.attributes)
            for hold in self._chaos.holds()
        ]
        kept = await self._journal.add(event, [queue.plan.name for queue, _ in copies])
        for (queue, hold), delivery in zip(copies, kept, strict=True):
            if hold:
                self._spawn(self._enqueue_later(queue, delivery, hold))
            else:
                queue.ready.put_nowait(delivery)
        return await self._waiters.wait(kept) if self._chaos.waits() else True

    def states(self) -> list[QueueState]:
        """A snapshot of every queue."""
        return [
            QueueState(
                name=queue.plan.name,
                pending=queue.ready.qsize() + queue.held,
                in_flight=queue.in_flight,
                delivered=queue.delivered,
                dropped=queue.dropped,
                dead_lettered=queue.dead,
            )
            for queue in self._all()
        ]

    @property
    def lost(self) -> int:
        """Events whose dead letter found no taker either."""
        return self._lost

    async def _work(self, queue: _Queue) -> None:
        while True:
            delivery = await queue.ready.get()
            queue.in_flight += 1
            try:
                if self._chaos.delay_seconds:
                    await asyncio.sleep(self._chaos.delay_seconds)
                attempt = await self._deliverer.deliver(delivery.event, queue.plan)
                await self._settle(queue, delivery, attempt)
            finally:
                queue.in_flight -= 1

    async def _settle(self, queue: _Queue, delivery: Delivery, attempt: Attempt) -> None:
        if attempt.verdict is Verdict.RETRY:
            await self._give_up(queue, delivery, attempt)
            return
        if attempt.verdict is Verdict.DROPPED:
            queue.dropped += 1
            _tell(queue, delivery, attempt.why)
        else:
            queue.delivered += 1
        await self._journal.finish(delivery)
        self._waiters.ended(delivery)

    async def _give_up(self, queue: _Queue, delivery: Delivery, attempt: Attempt) -> None:
        if self._dead is None or queue is self._dead:
            self._lost += 1
            _tell(queue, delivery, f"{attempt.why}: LOST, nobody takes dead letters")
            await self._journal.lose(delivery)
            self._waiters.ended(delivery, lost=True)
            return
        queue.dead += 1
        _tell(queue, delivery, f"{attempt.why}: dead letter")
        destination = f"http://{queue.plan.service}{queue.plan.path}"
        said = {"knativeerrordest": destination if attempt.named else ""}
        said["knativeerrorcode"] = attempt.code
        letter = delivery.event.extended(**{name: text for name, text in said.items() if text})
        moved = await self._journal.move(delivery, letter, self._dead.plan.name)
        self._waiters.moved(delivery, moved)
        self._dead.ready.put_nowait(moved)

    async def _enqueue_later(self, queue: _Queue, delivery: Delivery, seconds: float) -> None:
        queue.held += 1
        try:
            await asyncio.sleep(seconds)
        finally:
            queue.held -= 1
        queue.ready.put_nowait(delivery)

    def _all(self) -> list[_Queue]:
        return [*self._queues.values(), *([self._dead] if self._dead else [])]

    def _find(self, name: str) -> _Queue | None:
        return next((queue for queue in self._all() if queue.plan.name == name), None)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            print(f"broker: a worker ended: {error!r}", flush=True)


def _matches(wanted: Mapping[str, str], attributes: Mapping[str, str]) -> bool:
    return all(attributes.get(name) == value for name, value in wanted.items())


def _tell(queue: _Queue, delivery: Delivery, what: str) -> None:
    attributes = delivery.event.attributes
    event = f"{attributes['type']} {attributes['id']}"
    print(f"broker: {event} for {queue.plan.name}: {what}", flush=True)
