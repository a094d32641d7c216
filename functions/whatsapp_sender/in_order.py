"""Keeps a conversation in order: a message waits a moment for the one before it.

Events come in any order, and what the seller said last and a person says first may be moments
apart. WhatsApp shows what it was given first.
"""

import asyncio
from typing import Final

from functions.whatsapp_sender.outbound import Outbound, Stage
from functions.whatsapp_sender.records import OUTBOUND
from shared.log import log
from shared.stores.store import Store

LONGEST_WAIT_SECONDS: Final = 3.0
"""A message is never kept back for longer because another one is late."""
LOOKS_AGAIN_SECONDS: Final = 0.05
UNDER_WAY: Final = [Stage.QUEUED.value, Stage.SENDING.value]


async def wait_for_the_one_before(message: Outbound, store: Store) -> None:
    """Return when the message before this one was sent or won't be for now, or after 3 s."""
    if message.follows is None:
        return
    for _ in range(round(LONGEST_WAIT_SECONDS / LOOKS_AGAIN_SECONDS)):
        if await _is_through(message.follows, store):
            return
        await asyncio.sleep(LOOKS_AGAIN_SECONDS)
    log().warning("whatsapp.order_unsure", message_id=message.id)


async def _is_through(said: str, store: Store) -> bool:
    through = {"state.said": said, "state.stage": {"$nin": UNDER_WAY}}
    return await store.count(OUTBOUND.collection, through) > 0
