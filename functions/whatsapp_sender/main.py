"""Sends on WhatsApp and follows what becomes of it.

In: `store.chat.response` of the channel, `store.whatsapp.message.send`,
`store.whatsapp.message.status`, its own timers `store.whatsapp.message.due`. Out: timers only.
State: `outbound`, one record per message, whose id is the id of the event that asked for it.
"""

import asyncio
from datetime import timedelta
from functools import cache
from typing import Any, Final

from functions.whatsapp_sender.compose import outbound, request_body
from functions.whatsapp_sender.deliver import conclude, follow, queue, wake
from functions.whatsapp_sender.errors import Course, Verdict, failed_later
from functions.whatsapp_sender.meta import send
from functions.whatsapp_sender.outbound import WINDOW, Outbound, Stage, shopper_keys
from functions.whatsapp_sender.pace_keeper import PaceKeeper
from functions.whatsapp_sender.pacing import NUMBER, PAIR
from shared.brands import brands
from shared.clients import http_client, redis_client
from shared.clock import now
from shared.errors import InvalidEventError
from shared.events.chat import ChatResponse
from shared.events.whatsapp import WhatsAppMessageDue, WhatsAppMessageSend, WhatsAppMessageStatus
from shared.function import fault
from shared.function.decision import Decision, Emit
from shared.function.delivery import Delivery
from shared.function.ledger import Applied, RecordKind
from shared.function.serving import Function, serve
from shared.log import log
from shared.models.brand import Brand
from shared.settings import settings

OUTBOUND: Final = RecordKind("outbound", Outbound)
LONGEST_HOLD_SECONDS: Final = 3.0
"""A number's bucket is waited for in place, so that order is kept; a shopper's never is."""
RELEASED_AT_ONCE: Final = 10
KEPT_FOR: Final = timedelta(days=30)
"""What was said to shoppers is erased after this."""


async def take(event: ChatResponse | WhatsAppMessageSend, delivery: Delivery) -> None:
    """Send a message, and after it whatever waited for this shopper to write."""
    assert delivery.envelope is not None, "messages come as events"
    message = outbound(event, delivery.envelope.id, _brand(delivery.brand), delivery.now)
    wait = await pace().take(f"pair|{message.reached_by[0]}", PAIR, delivery.now.timestamp())
    send_at = delivery.now + timedelta(seconds=wait) if wait else None

    def decide(known: Outbound | None) -> Decision[Outbound]:
        return Decision(known) if known else queue(message, send_at, delivery.now)

    await _carry_out(delivery, await delivery.apply(OUTBOUND, message.id, decide, step="queue"))
    await _release(event, delivery)
    await delivery.store.update(
        OUTBOUND.collection,
        {"_id": message.id},
        {"$set": {"expires_at": delivery.now + KEPT_FOR}},
    )


async def go_on(event: WhatsAppMessageDue, delivery: Delivery) -> None:
    """Go on with a message whose time has come."""

    def decide(known: Outbound | None) -> Decision[Any]:
        if known is None:
            return Decision(None)
        return wake(known, event.attempt, event.last_inbound_at, delivery.now)

    applied = await delivery.apply(OUTBOUND, event.message_id, decide, step="wake")
    await _carry_out(delivery, applied)
    if applied.state is not None and applied.result and applied.state.possible_doubles:
        log().warning("whatsapp.possible_double", message_id=event.message_id)


async def note_status(event: WhatsAppMessageStatus, delivery: Delivery) -> None:
    """Note what WhatsApp says became of a message."""
    key = await _record_of(event, delivery)
    if key is None:
        return
    failed = event.status == "failed"
    verdict = failed_later(event.error_code, event.error_title) if failed else None

    def decide(known: Outbound | None) -> Decision[Any]:
        if known is None:
            return Decision(None)
        return follow(known, event.wamid, Stage(event.status), verdict, delivery.now)

    applied = await delivery.apply(OUTBOUND, key, decide)
    _tell_trouble(applied.state, verdict)


@cache
def pace() -> PaceKeeper:
    """Return this process's access to the buckets."""
    return PaceKeeper(redis_client() if settings().redis_url else None)


async def _carry_out(delivery: Delivery, applied: Applied[Outbound]) -> None:
    """Make the request that a decision asked for, if it was made here and now.

    A replayed decision was made by another process, which may be making the request; should it
    be dead, the message's timer knows.
    """
    message = applied.state
    if applied.replayed or not applied.result or message is None:
        return
    number = message.address.phone_number_id or ""
    hold = await pace().take(f"number|{number}", NUMBER, now().timestamp())
    await asyncio.sleep(min(hold, LONGEST_HOLD_SECONDS))
    fault.reach("before_outside")
    verdict = await send(http_client(), number, request_body(message, _brand(message.brand)))
    fault.reach("after_outside")
    attempt = message.attempt

    def decide(known: Outbound | None) -> Decision[Outbound]:
        return conclude(known or message, attempt, verdict, now())

    concluded = await delivery.apply(OUTBOUND, message.id, decide, step=f"outcome-{attempt}")
    _tell_trouble(concluded.state, verdict)


async def _release(event: ChatResponse | WhatsAppMessageSend, delivery: Delivery) -> None:
    """Wake what waited for this shopper to write; the answer to what they wrote goes first."""
    wrote_at = event.last_inbound_at
    if wrote_at is None or delivery.now >= wrote_at + WINDOW:
        return
    keys = list(shopper_keys(event.address))
    parked = await delivery.store.find(
        OUTBOUND.collection,
        {"state.reached_by": {"$in": keys}, "state.stage": Stage.PARKED.value},
        sort=(("state.created_at", 1),),
        limit=RELEASED_AT_ONCE,
    )
    waiting = [OUTBOUND.load(document) for document in parked]
    await delivery.publish(
        *(
            Emit(
                WhatsAppMessageDue(
                    message_id=one.id, attempt=one.attempt, last_inbound_at=wrote_at
                ),
                one.id,
                brand=one.brand,
                key=f"{one.id}|{one.attempt}|{wrote_at.isoformat()}",
            )
            for one in waiting
            if one.last_inbound_at is None or one.last_inbound_at < wrote_at
        )
    )


async def _record_of(event: WhatsAppMessageStatus, delivery: Delivery) -> str | None:
    """Return the record a status is about: by our own id, else by WhatsApp's."""
    if event.opaque and await delivery.store.get(OUTBOUND.collection, event.opaque):
        return event.opaque
    found = await delivery.store.find(OUTBOUND.collection, {"state.wamids": event.wamid}, limit=1)
    return str(found[0]["_id"]) if found else None


def _brand(brand_id: str) -> Brand:
    brand = brands().get(brand_id)
    if brand is None:
        raise InvalidEventError(f"no brand {brand_id}")
    return brand


def _tell_trouble(message: Outbound | None, verdict: Verdict | None) -> None:
    """Log what a person should know of; never what the message says."""
    if message is None:
        return
    if len(message.wamids) > 1:
        log().warning("whatsapp.doubled", message_id=message.id, count=len(message.wamids))
    if verdict is None or verdict.course is Course.ACCEPTED:
        return
    number = message.address.phone_number_id
    tell = log().error if verdict.course is Course.STOP else log().warning
    tell(
        "whatsapp.refused",
        message_id=message.id,
        phone_number_id=number,
        code=verdict.code,
        course=verdict.course.value,
        stage=message.stage.value,
    )


FUNCTION = Function(
    "whatsapp-sender",
    on={
        ChatResponse: take,
        WhatsAppMessageSend: take,
        WhatsAppMessageStatus: note_status,
        WhatsAppMessageDue: go_on,
    },
)
main = serve(FUNCTION)
