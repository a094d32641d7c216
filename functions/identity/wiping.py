"""Takes everything that is stored of a customer out of MongoDB; done twice, it finds nothing.

Records with an outbox are left while something of theirs is still to be published or answered:
what was promised is said first.
"""

import asyncio
from datetime import datetime
from typing import Final

from functions.identity.erasure import ErasureState, Swept
from functions.identity.outside import delete_chats, delete_media, delete_sessions
from shared.brands import brands
from shared.conversation.state import CONVERSATIONS, MESSAGES, conversation_key
from shared.customers import CUSTOMERS, IDENTITIES
from shared.errors import DependencyError
from shared.function.dead_letters import DEAD_LETTERS
from shared.function.outbox import HANDLED, TIMERS
from shared.log import log
from shared.memory_reads import MEMORIES
from shared.sessions import SESSIONS
from shared.stores.store import Document, Query, Store

CHANNELS: Final = ("whatsapp", "web", "mobile", "api")
KEPT_OF_CUSTOMERS: Final = frozenset({"_id", "created_at", "erased_at"})
PAGE: Final = 500
PAGES: Final = 40
"""Pages in one step; a step must end well before its delivery's time is over."""
PUBLISHING: Final = ("queued", "sending")


async def forget_identities(store: Store, customer_id: str, now: datetime) -> None:
    """Let nobody be known as this customer any more; leave a tombstone."""
    known = await store.get(CUSTOMERS, customer_id) or {}
    fields = dict.fromkeys(known.keys() - KEPT_OF_CUSTOMERS, "")
    await store.update(
        CUSTOMERS,
        {"_id": customer_id},
        {
            "$set": {"erased_at": known.get("erased_at") or now},
            **({"$unset": fields} if fields else {}),
        },
        upsert=True,
    )
    await store.delete(IDENTITIES, {"customer_id": customer_id})


async def names_of(store: Store, customer_id: str) -> tuple[str, ...]:
    """Return the numbers and ids a customer is known by."""
    found = await store.find(IDENTITIES, {"customer_id": customer_id}, limit=PAGE)
    return tuple(sorted({str(one["_id"]).partition("|")[2] for one in found}))


async def wipe(store: Store, state: ErasureState, now: datetime) -> Swept:
    """Erase what is there of a customer; what is still in the middle of something is left."""
    await forget_identities(store, state.customer_id, now)
    quiet = await _by_key(store, state)
    quiet = await _copies(store, state) and quiet
    return Swept(busy=not quiet, orders_left=await orders_left(store, state.customer_id))


async def orders_left(store: Store, customer_id: str) -> int:
    """Return how many orders still tell whose they are."""
    return await store.count(
        "orders", {"state.customer_id": customer_id, "state.erased": {"$ne": True}}
    )


async def _by_key(store: Store, state: ErasureState) -> bool:
    """Erase what a key leads to; tell whether nothing was left for later."""
    customer_id = state.customer_id
    keys = [
        conversation_key(brand, channel, customer_id) for brand in brands() for channel in CHANNELS
    ]
    owned = [f"{brand}|{customer_id}" for brand in brands()]
    try:
        done = [await _conversation(store, key) for key in keys]
        done += [await _record(store, kind, key) for kind in ("carts", MEMORIES) for key in owned]
        done.append(await _outbound(store, state))
        sessions = await store.find(SESSIONS, {"customer_id": customer_id}, limit=PAGE)
        await delete_sessions(one["_id"] for one in sessions)
        await store.delete(SESSIONS, {"customer_id": customer_id})
        await delete_chats(keys)
    except DependencyError as error:
        if error.name == "mongodb":
            raise
        log().warning("erasure.waits", dependency=error.name)
        return False
    return all(done)


async def _conversation(store: Store, key: str) -> bool:
    """Erase a thread; its record goes last, since its parts are found by it."""
    document = await store.get(CONVERSATIONS.collection, key)
    if document and (document["outbox"] or document["state"]["active_turn"] is not None):
        return False
    while media := await store.find(
        MESSAGES, {"conversation": key, "message.media.key": {"$gt": ""}}, limit=PAGE
    ):
        await delete_media(one["message"]["media"]["key"] for one in media)
        ids = [one["_id"] for one in media]
        await store.delete(MESSAGES, {"_id": {"$in": ids}})
    await store.delete(MESSAGES, {"conversation": key})
    await store.delete("notes", {"conversation_id": _parts(key)})
    await store.delete(TIMERS, {"_id": _parts(key)})
    for figures in ("insights", "ratings"):
        nameless = {"$set": {"conversation_id": "erased", "reason": None}}
        while await store.update(figures, {"conversation_id": _parts(key)}, nameless):
            pass
    while await store.update(
        "agents", {"state.chats": key}, {"$pull": {"state.chats": key}, "$inc": {"version": 1}}
    ):
        pass
    return await _record(store, CONVERSATIONS.collection, key)


async def _record(store: Store, collection: str, key: str) -> bool:
    """Delete a record unless something of it is still to be published."""
    if await store.delete(collection, {"_id": key, "outbox": []}):
        await store.delete(TIMERS, {"_id": _parts(key)})
        return True
    return await store.get(collection, key) is None


async def _outbound(store: Store, state: ErasureState) -> bool:
    numbers = [number for brand in brands().values() for number in brand.phone_number_ids]
    reached = [f"{number}|{name}" for number in numbers for name in state.names]
    theirs: Query = {
        "state.reached_by": {"$in": reached},
        "state.created_at": {"$lt": state.written_before},
    }
    await store.delete(
        "outbound", {**theirs, "state.stage": {"$nin": list(PUBLISHING)}, "outbox": []}
    )
    return await store.count("outbound", theirs) == 0


async def _copies(store: Store, state: ErasureState) -> bool:
    """Erase what the shell keeps of events about them; tell whether none is left for now."""
    gone = [await _found(store, state, collection) for collection in (HANDLED, DEAD_LETTERS)]
    return all(gone)


async def _found(store: Store, state: ErasureState, collection: str) -> bool:
    theirs: Query = {
        "$or": [
            {"about": state.customer_id},
            {"about": {"$in": list(state.names)}, "at": {"$lt": state.written_before}},
        ],
        "confirm_at": {"$exists": False},
    }
    for _ in range(PAGES):
        page = await store.find(collection, theirs, limit=PAGE)
        await asyncio.gather(*(_clear(store, collection, one["_id"]) for one in page))
        if len(page) < PAGE:
            return True
    return False


async def _clear(store: Store, collection: str, key: str) -> None:
    """Take the content out of a document; a marker stays, so that nothing is done twice."""
    if collection == DEAD_LETTERS:
        await store.delete(DEAD_LETTERS, {"_id": key})
    else:
        nothing: Document = {"envelopes": [], "result": None, "about": []}
        await store.update(HANDLED, {"_id": key}, {"$set": nothing})


def _parts(key: str) -> Query:
    """Return the condition of ids that begin with a key: `|` is what follows it, `}` comes next."""
    return {"$gt": f"{key}|", "$lt": f"{key}}}"}
