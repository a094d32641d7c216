"""The broker's dead-letter sink: `POST /dead-letters`. Anyone in the cluster may post to it.

So what comes is believed only as far as its signature goes: an event of ours is kept to be
replayed, unless whoever it was for has handled it; of anything else only the name is kept.
"""

from starlette.requests import Request
from starlette.responses import Response

from functions.relay.routing import Route, consumers, load_routes
from shared.clock import now
from shared.errors import InvalidEventError, ProblemError
from shared.function.dead_letters import bury
from shared.function.envelope import Envelope, decode
from shared.function.outbox import HANDLED, marker_of
from shared.function.ports import Ports
from shared.function.rest import bounded_body, ports_of
from shared.function.serving import event_delivery
from shared.function.signing import is_ours
from shared.log import log
from shared.settings import settings

LETTER_BYTES = 4_000_000
"""More than any event of ours has: a webhook has at most 3 MB."""
UNKNOWN = "unknown"


async def take(request: Request) -> Response:
    """Keep an event that the broker could not deliver, and tell whoever waits for its outcome.

    Whatever it is, the answer is 204: a broker has nowhere else to put it.
    """
    try:
        body = await bounded_body(request, LETTER_BYTES)
    except ProblemError:
        log().warning("dead_letter.refused", reason="too large")
        return Response(status_code=204)
    try:
        envelope = decode(request.headers, body)
    except InvalidEventError as error:
        log().warning("dead_letter.refused", reason=error.reason)
        return Response(status_code=204)
    ports = ports_of(request)
    ours = is_ours(envelope, ports.signing_key)
    consumer = consumer_of(
        request.headers.get("ce-knativeerrordest", ""), load_routes(settings().triggers_path)
    )
    code = request.headers.get("ce-knativeerrorcode", "")[:3]
    if ours and await _was_handled(envelope, consumer, ports):
        outcome = "handled"
    else:
        delivery = event_delivery(consumer, envelope, ports, now())
        kept = await bury(delivery, f"undeliverable, last status {code or UNKNOWN}", ours=ours)
        outcome = "kept" if kept else "known"
    log().warning(
        f"dead_letter.{outcome}",
        ours=ours,
        consumer=consumer,
        code=code,
        **_named(envelope) if ours else {},
    )
    return Response(status_code=204)


def consumer_of(destination: str, routes: tuple[Route, ...]) -> str:
    """Return the Service in an address such as `http://cart.agent-store.svc.cluster.local/`.

    Only Services that events are routed to are named so.
    """
    host = destination.partition("://")[2].partition("/")[0]
    name = host.partition(".")[0].partition(":")[0]
    return name if any(route.service == name for route in routes) else UNKNOWN


async def _was_handled(envelope: Envelope, consumer: str, ports: Ports) -> bool:
    """Tell whether nobody needs the event: its answer was lost, or it is a copy sent here."""
    routed = consumers(load_routes(settings().triggers_path), envelope)
    meant = routed & {consumer} or routed
    markers = [marker_of(service, envelope) for service in meant]
    return bool(markers) and len(markers) == await ports.store.count(
        HANDLED, {"_id": {"$in": markers}}
    )


def _named(envelope: Envelope) -> dict[str, str]:
    """Return what a log may say of an event of ours; a stranger's text is not logged."""
    return {
        "event_type": envelope.type,
        "event_id": envelope.id,
        "correlation_id": envelope.extension("correlationid") or envelope.id,
    }
