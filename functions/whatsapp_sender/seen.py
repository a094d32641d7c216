"""Marks a shopper's message as read, and shows «typing…» while its answer is still being made."""

import asyncio
from datetime import timedelta
from typing import Final

from functions.whatsapp_sender.bodies import mark_read_body
from functions.whatsapp_sender.meta import authorization, messages_url
from shared.clients import http_client
from shared.conversation.state import CONVERSATIONS
from shared.events.whatsapp import WhatsAppMessageSeen
from shared.function.delivery import Delivery
from shared.function.outbox import HANDLED, handled_document
from shared.log import log
from shared.stores.store import Store

WORTH_IT: Final = timedelta(seconds=25)
"""«typing…» ends by itself after that; what comes later would only confuse."""
ANSWER_SECONDS: Final = 5


async def show(event: WhatsAppMessageSeen, delivery: Delivery) -> None:
    """Tell WhatsApp, each event at most once; what goes wrong is only logged."""
    number = event.address.phone_number_id
    if not number or delivery.now - event.at > WORTH_IT:
        return
    marker = f"seen|{event.message_id}" + (f"|{event.again}" if event.again else "")
    once = handled_document(marker, {"envelopes": []}, delivery.now)
    if not await delivery.store.insert(HANDLED, once):
        return
    typing = await _is_typing(event, delivery.store)
    if typing or not event.again:
        await _tell(number, event.message_id, typing=typing)


async def _is_typing(event: WhatsAppMessageSeen, store: Store) -> bool:
    """Tell whether the answer is still to come: after it, «typing…» would stay for 25 seconds."""
    document = await store.get(CONVERSATIONS.collection, event.conversation)
    turn = CONVERSATIONS.load(document).active_turn if document else None
    return turn is not None and turn.message is not None and turn.message.id == event.message_id


async def _tell(number: str, message_id: str, *, typing: bool) -> None:
    import httpx

    headers = authorization()
    if headers is None:
        return
    body = mark_read_body(message_id, typing=typing)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            answer = await http_client().post(messages_url(number), json=body, headers=headers)
    except (httpx.HTTPError, TimeoutError) as error:
        log().info("whatsapp.not_marked", reason=type(error).__name__)
        return
    if not answer.is_success:
        log().info("whatsapp.not_marked", reason=f"HTTP {answer.status_code}")
