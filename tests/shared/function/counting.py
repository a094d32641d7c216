"""A function of toy size on the real shell: it counts, keeps lines, sets timers."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.errors import InvalidEventError, ProblemError
from shared.events.event import Event, ReplyTo
from shared.function.decision import Decision, Emit, Insert
from shared.function.delivery import Delivery
from shared.function.ledger import RecordKind
from shared.function.ports import Ports
from shared.function.rest import change, read_body, rest_delivery
from shared.function.serving import Function
from shared.models.wire import WireModel
from shared.publisher import MemoryPublisher
from shared.stores.store import Document, Store
from tests.support.drive import EPOCH, KEY


class Counted(Event):
    """Something to count."""

    type: ClassVar[str] = "store.test.counted"

    name: str
    by: int = 1
    after_hours: tuple[int, ...] = ()
    """When its timer is to fire, as often as it is set."""
    quiet: bool = False
    """Take the timer away instead."""
    reply_to: ReplyTo | None = None


class Total(Event):
    """The count as it is now."""

    type: ClassVar[str] = "store.test.total"

    total: int


class Due(Event):
    """The timer of a counter."""

    type: ClassVar[str] = "store.test.due"

    total: int


class Counter(BaseModel):
    """What is kept of a name."""

    total: int = 0


class Amount(WireModel):
    """Body of the calls."""

    by: int = 1
    text: str = ""


COUNTERS = RecordKind("counters", Counter)


def counted(state: Counter | None, event: Counted) -> Decision[Counter]:
    """Return the new count, a line for it, and what is to be told."""
    total = (state.total if state else 0) + event.by
    timers = tuple(
        Emit(Due(total=total), event.name, not_before=EPOCH + timedelta(hours=hours), timer="due")
        for hours in event.after_hours
    )
    return Decision(
        Counter(total=total),
        emits=(Emit(Total(total=total), event.name), *timers),
        inserts=(Insert("lines", {"_id": f"{event.name}-{total}", "total": total}),),
        cancels=("due",) if event.quiet else (),
        result={"total": total},
    )


async def count(event: Counted, delivery: Delivery) -> None:
    """Count an event; a negative one can never be counted."""
    if event.by < 0:
        raise InvalidEventError("negative")
    await delivery.apply(COUNTERS, event.name, lambda state: counted(state, event))


async def forward(event: Counted, delivery: Delivery) -> None:
    """Translate, as a function without a record does."""
    await delivery.publish(Emit(Total(total=event.by), event.name))


async def post_count(request: Request) -> Response:
    """Count by a call."""
    amount = await read_body(request, Amount)
    name = request.path_params["name"]
    delivery = rest_delivery(request, caller="somebody", operation="count", brand="fashion")

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        if amount.by == 0:
            raise ProblemError(422, "Nothing to count", "Say how many.")
        event = Counted(name=name, by=amount.by)
        applied = await acting.apply(COUNTERS, name, lambda state: counted(state, event))
        return 201, applied.result or {}

    return await change(request, delivery, act)


async def post_note(request: Request) -> Response:
    """Publish by a call; nothing is kept."""
    amount = await read_body(request, Amount)
    delivery = rest_delivery(request, caller="somebody", operation="note", brand="fashion")

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        await acting.publish(Emit(Total(total=amount.by), "note"))
        return 202, {"total": amount.by}

    return await change(request, delivery, act)


async def get_broken(request: Request) -> Response:
    """Fail as code with a mistake does."""
    secret = request.url.path
    raise RuntimeError(secret)


@dataclass
class Bench:
    """The ports of one test over one of the stores."""

    store: Store
    publisher: MemoryPublisher = field(default_factory=MemoryPublisher)

    def ports(self) -> Ports:
        """Return them as a function takes them."""
        return Ports(self.store, self.publisher, KEY)

    def published(self) -> list[str]:
        """Return the types published so far."""
        return [envelope.type for envelope in self.publisher.envelopes]

    async def all(self, collection: str) -> list[Document]:
        """Return a collection's documents by id."""
        return await self.store.find(collection, {}, sort=(("_id", 1),), limit=1000)

    async def total(self, name: str) -> int | None:
        """Return a count, None if there is none."""
        record = await self.store.get("counters", name)
        return record["state"]["total"] if record else None

    def counter(self) -> Function:
        """Return the function that counts."""
        routes = [
            Route("/v1/counters/{name}", post_count, methods=["POST"]),
            Route("/v1/notes", post_note, methods=["POST"]),
            Route("/v1/broken", get_broken, methods=["GET"]),
        ]
        return Function("counter", on={Counted: count}, routes=routes, ports=self.ports)

    def translator(self) -> Function:
        """Return the function that only translates."""
        return Function("translator", on={Counted: forward}, ports=self.ports)
