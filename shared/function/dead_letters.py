"""Events that can't be handled are kept, never dropped."""

from typing import Any

from shared.events.event import ReplyTo
from shared.events.failures import RequestFailed
from shared.function.decision import Emit
from shared.function.delivery import Delivery
from shared.function.envelope import Envelope, to_document

DEAD_LETTERS = "dead_letters"


async def bury(delivery: Delivery, reason: str, *, told: bool = True) -> None:
    """Keep the delivery's event as a dead letter and tell whoever waits for its outcome."""
    envelope = delivery.envelope
    if envelope is None:
        return
    await delivery.store.insert(
        DEAD_LETTERS,
        {
            "_id": delivery.marker,
            "consumer": delivery.service,
            "reason": reason,
            "at": delivery.now,
            "envelope": to_document(envelope),
            "replays": 0,
        },
    )
    failed = failure_of(envelope, delivery.service, reason) if told else None
    if failed is not None:
        await delivery.publish(failed)


async def bury_raw(delivery: Delivery, key: str, reason: str, raw: dict[str, Any]) -> None:
    """Keep something that isn't one of our events, such as a webhook nobody understood."""
    await delivery.store.insert(
        DEAD_LETTERS,
        {
            "_id": f"{delivery.service}|raw|{key}",
            "consumer": delivery.service,
            "reason": reason,
            "at": delivery.now,
            "raw": raw,
            "replays": 0,
        },
    )


def failure_of(envelope: Envelope, consumer: str, reason: str) -> Emit | None:
    """Return the event for the owner of the turn or order that waits, if somebody does."""
    if envelope.type == RequestFailed.type:
        return None
    reply_to = envelope.data.get("replyTo")
    order_number = envelope.data.get("orderNumber") or envelope.data.get("number")
    if reply_to is None and order_number is None:
        return None
    event = RequestFailed(
        failed_type=envelope.type,
        failed_id=envelope.id,
        consumer=consumer,
        reason=reason,
        reply_to=ReplyTo.model_validate(reply_to) if reply_to else None,
        order_number=order_number,
    )
    to = "seller" if reply_to else "order-processor"
    return Emit(event, subject=envelope.subject, to=to)
