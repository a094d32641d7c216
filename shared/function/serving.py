"""One ASGI function per Service: events at `POST /`, the capability's REST paths beside it."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

import functions_framework.aio
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Router

from shared.clock import now
from shared.errors import (
    BusyError,
    DependencyError,
    ForgedEventError,
    FunctionError,
    InvalidEventError,
    NewerVersionError,
)
from shared.events.event import MAJOR, Event
from shared.function import fault
from shared.function.background import Background
from shared.function.dead_letters import bury
from shared.function.delivery import Delivery
from shared.function.envelope import Envelope, decode
from shared.function.limiting import rate_limited
from shared.function.outbox import marker_of
from shared.function.ports import Ports, real_ports
from shared.function.preparing import Preparation
from shared.function.problems import not_found, problem_app
from shared.function.seal import SOURCE, Origin
from shared.function.signing import is_ours
from shared.log import log
from shared.settings import settings

E = TypeVar("E", bound=Event)
Handler = Callable[[Any, Delivery], Awaitable[None]]
"""`async (event, delivery) -> None`; the event is of the class it is registered for."""


@dataclass(frozen=True)
class Function:
    """What a Service does.

    Attributes:
        name: the Service's name where the environment gives none (`K_SERVICE`).
        on: handler per event class.
        routes: REST paths.
        background: started once, with the first request; for loops.
        prepare: what the first event needs loaded; done when the process first tells that it is
            ready, in a thread.
        ports: store and broker; tests pass memory.
    """

    name: str
    on: Mapping[type[Event], Handler] = field(default_factory=dict[type[Event], Handler])
    routes: Sequence[BaseRoute] = ()
    background: Callable[[], Awaitable[None]] | None = None
    prepare: Callable[[], object] | None = None
    ports: Callable[[], Ports] = real_ports

    @property
    def service(self) -> str:
        """The Knative Service this runs as."""
        return settings().k_service or self.name


def serve(function: Function) -> Callable[[Request], Awaitable[Any]]:
    """Return the function object that functions-framework serves, named `main`."""
    events = EventEndpoint(function)
    router = Router(list(function.routes), redirect_slashes=False, default=not_found)
    calls = problem_app(rate_limited(router))
    background = Background(function.background)
    models = [event.model_rebuild for event in function.on]
    preparation = Preparation((function.prepare, *models), function.ports)

    async def main(request: Request) -> Any:
        request.scope.setdefault("state", {}).update(
            ports=function.ports(), service=function.service
        )
        background.start()
        if request.url.path == "/" and request.method == "POST":
            await preparation.loaded()
            return await events.answer(request)
        if request.url.path == "/healthz":
            preparation.start()
            return Response(status_code=200 if background.is_well else 503)
        return calls

    return cast("Callable[[Request], Awaitable[Any]]", functions_framework.aio.http(main))


class EventEndpoint:
    """Takes events from the broker and answers with what makes it retry, or not."""

    def __init__(self, function: Function) -> None:
        self._function = function
        self._classes = {cls.type: (cls, handler) for cls, handler in function.on.items()}
        self._handled_before = False

    async def answer(self, request: Request) -> Response:
        """Handle one delivery of one event; see architecture section 4 for the statuses."""
        started = time.perf_counter()
        try:
            envelope = decode(request.headers, await request.body())
        except InvalidEventError as error:
            log().warning("event.refused", reason=error.reason)
            return Response(status_code=204)
        delivery = event_delivery(self._function.service, envelope, self._function.ports(), now())
        outcome, status = await self._outcome(delivery, envelope)
        self._log(delivery, envelope, outcome, started)
        return Response(status_code=status)

    async def _outcome(self, delivery: Delivery, envelope: Envelope) -> tuple[str, int]:
        try:
            return await self._handle(delivery, envelope), 204
        except InvalidEventError as error:
            ours = not isinstance(error, ForgedEventError)
            return await self._bury(delivery, error.reason, ours=ours)
        except (BusyError, DependencyError, NewerVersionError) as error:
            return str(error), error.status
        except FunctionError as error:
            log().exception("event.failed")
            return str(error), error.status
        except Exception:  # noqa: BLE001 - the broker retries, then the dead letters keep it
            log().exception("event.failed", event_type=envelope.type, event_id=envelope.id)
            return "error", 500

    async def _handle(self, delivery: Delivery, envelope: Envelope) -> str:
        fault.reach("received")
        if not is_ours(envelope, delivery.ports.signing_key):
            raise ForgedEventError
        event, handler = self._typed(envelope, delivery.now)
        if await delivery.already_handled() is not None:
            return "replayed"
        await handler(event, delivery)
        if not delivery.marked:
            await delivery.mark()
        return "handled"

    def _typed(self, envelope: Envelope, at: datetime) -> tuple[Event, Handler]:
        major = envelope.dataschema.rpartition(":")[2]
        if major.isdigit() and int(major) > MAJOR:
            raise NewerVersionError(envelope.dataschema)
        if envelope.type not in self._classes:
            raise InvalidEventError(f"{envelope.type} is not for {self._function.name}")
        expires = envelope.extension("expirytime")
        if expires is not None and datetime.fromisoformat(expires) < at:
            raise InvalidEventError("expired")
        cls, handler = self._classes[envelope.type]
        try:
            return cls.model_validate(envelope.data), handler
        except ValidationError as error:
            fields = ", ".join(".".join(map(str, one["loc"])) for one in error.errors()[:5])
            raise InvalidEventError(f"payload: {fields}") from error

    async def _bury(self, delivery: Delivery, reason: str, *, ours: bool) -> tuple[str, int]:
        try:
            await bury(delivery, reason, ours=ours)
        except FunctionError as error:
            return str(error), error.status
        return f"dead letter: {reason}", 204

    def _log(self, delivery: Delivery, envelope: Envelope, outcome: str, started: float) -> None:
        cold, self._handled_before = not self._handled_before, True
        log().info(
            "event.handled",
            outcome=outcome,
            event_type=envelope.type,
            event_id=envelope.id,
            correlation_id=delivery.origin.correlation_id,
            causation_id=envelope.extension("causationid"),
            brand=delivery.brand,
            duration_ms=round((time.perf_counter() - started) * 1000, 1),
            emitted=delivery.emitted,
            cold_start=cold,
        )


def event_delivery(service: str, envelope: Envelope, ports: Ports, at: datetime) -> Delivery:
    """Return the delivery of an event to a service."""
    hops = envelope.extension("hops") or "0"
    origin = Origin(
        source=SOURCE.format(service=service),
        cause=envelope.id,
        correlation_id=envelope.extension("correlationid") or envelope.id,
        brand=envelope.extension("brand"),
        channel=envelope.extension("channel"),
        hops=int(hops[:9]) if hops.isdecimal() else 0,
        trace=envelope.extension("shoptrace") or "",
        now=at,
    )
    return Delivery(service, origin, marker_of(service, envelope), ports, envelope)
