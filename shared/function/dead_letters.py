"""Events that can't be handled are kept, never dropped."""

import hashlib
from datetime import timedelta
from typing import Any, Final

from pydantic import ValidationError

from shared.events.event import ReplyTo
from shared.events.failures import RequestFailed
from shared.function.about import about, about_text
from shared.function.decision import Emit
from shared.function.delivery import Delivery
from shared.function.envelope import Envelope, to_document
from shared.stores.store import Document

DEAD_LETTERS = "dead_letters"
KEPT_FOR = timedelta(days=30)
"""They may hold what shoppers wrote (spec section 9)."""
FOREIGN: Final = {"ours": False}
FOREIGN_KEPT: Final = 1000
FOREIGN_TEXT: Final = 200


async def bury(delivery: Delivery, reason: str, *, ours: bool = True) -> bool:
    """Keep the delivery's event as a dead letter and tell whoever waits for its outcome.

    Of an event that is not `ours` only a name is kept, apart, so that it can neither stand in for
    one that is nor be replayed; nobody is told, and no more of them are kept than help to see
    what goes on. Returns whether it was kept now.
    """
    envelope = delivery.envelope
    if envelope is None:
        return False
    if not ours:
        return await _bury_foreign(delivery, envelope, reason)
    letter = _letter(delivery, delivery.marker, reason)
    kept = await delivery.store.insert(
        DEAD_LETTERS, {**letter, "envelope": to_document(envelope), "about": about(envelope.data)}
    )
    failed = failure_of(envelope, delivery.service, reason)
    if failed is not None:
        await delivery.publish(failed)
    return kept


async def _bury_foreign(delivery: Delivery, envelope: Envelope, reason: str) -> bool:
    if await delivery.store.count(DEAD_LETTERS, FOREIGN) >= FOREIGN_KEPT:
        return False
    name = hashlib.sha256(delivery.marker.encode(errors="replace")).hexdigest()
    told = {
        field: str(getattr(envelope, field))[:FOREIGN_TEXT] for field in ("type", "source", "id")
    }
    letter = _letter(delivery, f"forged|{delivery.service}|{name}", reason)
    return await delivery.store.insert(DEAD_LETTERS, {**letter, **FOREIGN, "foreign": told})


async def bury_raw(delivery: Delivery, key: str, reason: str, raw: dict[str, Any]) -> None:
    """Keep something that isn't one of our events, such as a webhook nobody understood."""
    letter = _letter(delivery, f"{delivery.service}|raw|{key}", reason)
    told = about_text(" ".join(str(one) for one in raw.values()))
    await delivery.store.insert(DEAD_LETTERS, {**letter, "raw": raw, "about": told})


def _letter(delivery: Delivery, key: str, reason: str) -> Document:
    return {
        "_id": key,
        "consumer": delivery.service,
        "reason": reason,
        "at": delivery.now,
        "expires_at": delivery.now + KEPT_FOR,
    }


def failure_of(envelope: Envelope, consumer: str, reason: str) -> Emit | None:
    """Return the event for the owner of the turn or order that waits, if somebody does."""
    if envelope.type == RequestFailed.type:
        return None
    reply_to = _reply_to(envelope)
    order_number = envelope.data.get("orderNumber") or envelope.data.get("number")
    if reply_to is None and not isinstance(order_number, str):
        return None
    event = RequestFailed(
        failed_type=envelope.type,
        failed_id=envelope.id,
        consumer=consumer,
        reason=reason,
        reply_to=reply_to,
        order_number=order_number if isinstance(order_number, str) else None,
    )
    return Emit(event, subject=envelope.subject, to="seller" if reply_to else "order-processor")


def _reply_to(envelope: Envelope) -> ReplyTo | None:
    """Return who waits; a payload that was refused may be malformed here, too."""
    try:
        return ReplyTo.model_validate(envelope.data.get("replyTo"))
    except ValidationError:
        return None
