"""From a decision's emits to signed envelopes with derived ids."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from shared.errors import InvalidEventError
from shared.events.event import dataschema
from shared.events.failures import RequestFailed
from shared.function.decision import Emit
from shared.function.envelope import Envelope
from shared.function.signing import sign

SOURCE = "/agent-store-multibrands/{service}"
NAMESPACE = UUID("6f0f5a0e-6d0b-5a57-9c2e-8f5f3a1d7b42")
HOP_LIMIT = 80
"""Hops one cause may travel: above twice the 16 steps of the longest turn, each two hops long."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and why events are emitted.

    Attributes:
        source: CloudEvents source of the emitting service.
        cause: id of the event, call or timer that is being handled.
        correlation_id: the same on every hop of one story.
        brand: of the delivery.
        channel: of the delivery.
        hops: hops so far.
        trace: W3C traceparent of ours.
        now: the delivery's time.
    """

    source: str
    cause: str
    correlation_id: str
    brand: str | None
    channel: str | None
    hops: int
    trace: str
    now: datetime


def derived_id(*parts: object) -> str:
    """Return the id that these parts always have."""
    return str(uuid5(NAMESPACE, "|".join(str(part) for part in parts)))


def seal(origin: Origin, record_id: str, index: int, emit: Emit, key: bytes) -> Envelope:
    """Return the signed envelope of the `index`th emit of a decision.

    Raises:
        InvalidEventError: the story has travelled too many hops, so it must be going in circles.
            Only that it failed is still told: nothing follows from that but an answer.
    """
    hops = 0 if emit.not_before else origin.hops + 1
    if hops > HOP_LIMIT and not isinstance(emit.event, RequestFailed):
        raise InvalidEventError("hop limit")
    extensions = {
        "correlationid": origin.correlation_id,
        "causationid": origin.cause,
        "brand": emit.brand or origin.brand or "",
        "channel": emit.channel or origin.channel or "",
        "to": emit.to or emit.event.to or "",
        "hops": str(hops),
        "shoptrace": origin.trace,
        "expirytime": emit.expires_at.isoformat() if emit.expires_at else "",
    }
    event_type = emit.event.type
    cause = (emit.key,) if emit.key else (origin.cause, index)
    envelope = Envelope(
        id=derived_id(origin.source, record_id, event_type, *cause),
        source=origin.source,
        type=event_type,
        subject=emit.subject,
        time=(emit.not_before or origin.now).isoformat(),
        data=emit.event.wire(),
        dataschema=dataschema(event_type),
        extensions={name: value for name, value in extensions.items() if value},
    )
    return replace(envelope, sig=sign(envelope, key))
