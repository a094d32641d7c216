"""Sends messages: each request follows one decision on the message's record, made here and now."""

import asyncio
from datetime import timedelta
from functools import cache
from typing import Any, Final

from functions.whatsapp_sender.compose import outbound, request_body
from functions.whatsapp_sender.deliver import conclude, queue, wake
from functions.whatsapp_sender.in_order import wait_for_the_one_before
from functions.whatsapp_sender.meta import send
from functions.whatsapp_sender.outbound import WINDOW, Outbound, shopper_keys
from functions.whatsapp_sender.pace_keeper import PaceKeeper
from functions.whatsapp_sender.pacing import NUMBER, PAIR
from functions.whatsapp_sender.records import OUTBOUND, brand_named, tell_trouble, waiting_for
from shared.clients import http_client, redis_if_named
from shared.clock import now
from shared.events.chat import ChatResponse
from shared.events.whatsapp import WhatsAppMessageDue, WhatsAppMessageSend
from shared.function import fault
from shared.function.decision import Decision, Emit
from shared.function.delivery import Delivery
from shared.function.ledger import Applied
from shared.log import log

LONGEST_HOLD_SECONDS: Final = 3.0
"""A number's bucket is waited for in place, so that order is kept; a shopper's never is."""
KEPT_FOR: Final = timedelta(days=30)
"""What was said to shoppers is erased after this."""


async def take(event: ChatResponse | WhatsAppMessageSend, delivery: Delivery) -> None:
    """Send a message, and after it whatever waited for this shopper to write."""
    assert delivery.envelope is not None, "messages come as events"
    message = outbound(event, delivery.envelope.id, brand_named(delivery.brand), delivery.now)
    wait = await pace().take(f"pair|{message.reached_by[0]}", PAIR, delivery.now.timestamp())
    send_at = delivery.now + timedelta(seconds=wait) if wait else None

    noticed = await _is_noticed(message, delivery)

    def decide(known: Outbound | None) -> Decision[Outbound]:
        if known is not None:
            return Decision(known)
        return queue(message, send_at, delivery.now, noticed=noticed)

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


@cache
def pace() -> PaceKeeper:
    """Return this process's access to the buckets."""
    return PaceKeeper(redis_if_named())


async def _carry_out(delivery: Delivery, applied: Applied[Outbound]) -> None:
    """Make the request that a decision asked for, if it was made here and now.

    A replayed decision was made by another process, which may be making the request; should it
    be dead, the message's timer knows.
    """
    message = applied.state
    if applied.replayed or not applied.result or message is None:
        return
    if message.attempt == 1:
        await wait_for_the_one_before(message, delivery.store)
    number = message.address.phone_number_id or ""
    hold = await pace().take(f"number|{number}", NUMBER, now().timestamp())
    await asyncio.sleep(min(hold, LONGEST_HOLD_SECONDS))
    fault.reach("before_outside")
    verdict = await send(http_client(), number, request_body(message, brand_named(message.brand)))
    fault.reach("after_outside")
    attempt = message.attempt

    def decide(known: Outbound | None) -> Decision[Outbound]:
        return conclude(known or message, attempt, verdict, now())

    concluded = await delivery.apply(OUTBOUND, message.id, decide, step=f"outcome-{attempt}")
    tell_trouble(concluded.state, verdict)


async def _is_noticed(message: Outbound, delivery: Delivery) -> bool:
    """Tell whether a template already says that something waits for this shopper."""
    if message.window_open(delivery.now):
        return False
    return any(one.notice_wamids for one in await waiting_for(message.reached_by, delivery))


async def _release(event: ChatResponse | WhatsAppMessageSend, delivery: Delivery) -> None:
    """Wake what waited for this shopper to write; the answer to what they wrote goes first."""
    wrote_at = event.last_inbound_at
    if wrote_at is None or delivery.now >= wrote_at + WINDOW:
        return
    waiting = await waiting_for(shopper_keys(event.address), delivery)
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
