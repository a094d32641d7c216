"""Everything that one customer leaves behind, as the functions store it."""

from datetime import datetime, timedelta
from typing import Any

from shared.conversation.state import ConversationState
from shared.conversation.turn import Turn
from shared.function.about import about
from shared.models.message import ChannelAddress
from shared.stores.matching import as_list, as_mapping
from shared.stores.store import Document, Store


def thread(
    customer_id: str, phone: str, at: datetime, turn: Turn | None = None
) -> ConversationState:
    """Return the state of a customer's conversation."""
    return ConversationState(
        brand="fashion",
        channel="whatsapp",
        customer_id=customer_id,
        address=ChannelAddress(phone=phone),
        language="en",
        opened_at=at,
        last_message_at=at,
        active_turn=turn,
    )


def key_of(customer_id: str) -> str:
    """Return the key of their conversation."""
    return f"fashion|whatsapp|{customer_id}"


def secret_of(customer_id: str) -> str:
    """Return what is in every text of theirs."""
    return f"secret of {customer_id}"


async def leave(store: Store, customer_id: str, phone: str, number_id: str, at: datetime) -> None:
    """Store what a customer who chatted, bought and was helped by a person leaves."""
    key, secret, end = key_of(customer_id), secret_of(customer_id), phone[-4:]
    record: Document = {"version": 1, "outbox": []}
    await store.insert("customers", {"_id": customer_id, "created_at": at, "email": secret})
    await store.insert("identities", {"_id": f"wa_phone|{phone}", "customer_id": customer_id})
    await store.insert("identities", {"_id": f"web|{end * 5}ab", "customer_id": customer_id})
    state = thread(customer_id, phone, at).model_dump(mode="python")
    await store.insert("conversations", {"_id": key, "state": state, **record})
    for n in (1, 2):
        message = {"_id": f"{key}|{n:08d}", "conversation": key, "conversation_id": f"{key}|1"}
        await store.insert("messages", {**message, "customer_id": customer_id, "text": secret})
    note = {"_id": f"note {end}", "conversation_id": f"{key}|1", "text": secret}
    await store.insert("notes", note)
    figure = {"conversation_id": f"{key}|1", "reason": secret, "brand": "fashion"}
    await store.insert("insights", {"_id": f"insight {end}", **figure})
    await store.insert("ratings", {"_id": f"rating {end}", **figure})
    agent = {"state": {"id": "bo", "chats": [key, "fashion|web|other"]}}
    await store.insert("agents", {"_id": f"agent {end}", **record, **agent})
    await store.insert("timers", {"_id": f"{key}|1|idle", "not_before": at + timedelta(days=90)})
    for kind in ("carts", "memories"):
        owned = {"state": {"customer_id": customer_id, "address": {"line1": secret}}}
        await store.insert(kind, {"_id": f"fashion|{customer_id}", **record, **owned})
    reached = {"reached_by": [f"{number_id}|{phone}"], "stage": "sent", "created_at": at}
    await store.insert("outbound", {"_id": f"sent {end}", **record, "state": reached})
    await store.insert("sessions", {"_id": f"session {end}", "customer_id": customer_id})
    await _copies(store, customer_id, phone, at)
    order = {"state": {"customer_id": customer_id, "erased": True}}
    await store.insert("orders", {"_id": f"fashion|order {end}", **record, **order})


async def _copies(store: Store, customer_id: str, phone: str, at: datetime) -> None:
    """Store what the shell keeps of the events about them."""
    kept = {"at": at, "expires_at": at + timedelta(days=30)}
    said = {"customerId": customer_id, "answer": {"message": secret_of(customer_id)}}
    done = {"_id": f"handled {phone[-4:]}", "envelopes": [{"data": said}], "about": about(said)}
    await store.insert("handled", {**kept, **done})
    unread = {"_id": f"letter {phone[-4:]}", "raw": {"from": phone}, "about": [phone]}
    await store.insert("dead_letters", {**kept, **unread})


def mentions(value: Any, names: frozenset[str]) -> bool:
    """Tell whether one of the names is anywhere in a document, alone or as part of a key."""
    if isinstance(value, str):
        return any(name in value for name in names)
    named = as_mapping(value)
    if named is not None:
        return any(mentions(key, names) or mentions(one, names) for key, one in named.items())
    return any(mentions(one, names) for one in as_list(value))
