"""Read port of what was said: a shopper's own words in one conversation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.conversation.state import MESSAGES
from shared.stores.store import Store

NEWEST: Final = 40


@dataclass(frozen=True, slots=True)
class Said:
    """Something a shopper wrote."""

    text: str
    at: datetime


async def said_by(store: Store, customer_id: str, conversation_id: str) -> tuple[Said, ...]:
    """Return what a shopper wrote last in a conversation, oldest first.

    Taps are no words, and what was forwarded is somebody else's.
    """
    found = await store.find(
        MESSAGES,
        {
            "conversation_id": conversation_id,
            "customer_id": customer_id,
            "sender": "customer",
            "message.action": {"$exists": False},
            "message.text": {"$gt": ""},
        },
        sort=(("sequence", -1),),
        limit=NEWEST,
    )
    own = (one for one in reversed(found) if not one["message"].get("forwarded"))
    return tuple(Said(text=one["message"]["text"], at=one["at"]) for one in own)
