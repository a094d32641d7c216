"""Receipts go forward only, whatever order they come in."""

import itertools

from shared.conversation.receipts import WAY, message_key, note_receipt
from shared.stores.memory import MemoryStore
from tests.support.drive import EPOCH


async def test_shuffled_receipts_leave_the_furthest() -> None:
    for order in itertools.permutations(WAY[:3]):
        store = MemoryStore()
        await store.insert("messages", {"_id": "m"})

        for receipt in order:
            await note_receipt(store, "m", receipt, EPOCH)

        message = await store.get("messages", "m")
        assert message == {"_id": "m", "receipt": "read", "receipt_at": EPOCH}


async def test_what_failed_and_arrived_after_all_has_arrived() -> None:
    store = MemoryStore()
    await store.insert("messages", {"_id": "m"})

    for receipt in ("sent", "failed", "delivered", "failed"):
        await note_receipt(store, "m", receipt, EPOCH)

    message = await store.get("messages", "m")
    assert message is not None
    assert message["receipt"] == "delivered"


async def test_a_message_that_is_gone_does_not_come_back() -> None:
    store = MemoryStore()

    await note_receipt(store, message_key("fashion|whatsapp|c1", 7), "read", EPOCH)

    assert await store.get("messages", "fashion|whatsapp|c1|00000007") is None
