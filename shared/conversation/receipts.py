"""What a channel says became of a message, noted on the message itself."""

from datetime import datetime
from typing import Final

from shared.conversation.state import MESSAGES
from shared.stores.store import Store

WAY: Final = ("sent", "delivered", "read", "played")
"""In this order; statuses come late and shuffled, and none takes a message back."""
FAILED: Final = "failed"


def message_key(conversation: str, sequence: int) -> str:
    """Return the `_id` of a recorded message."""
    return f"{conversation}|{sequence:08d}"


def replaced_by(receipt: str) -> tuple[str, ...]:
    """Return the receipts that a later one takes the place of."""
    if receipt == FAILED:
        return WAY[:1]
    return (*WAY[: WAY.index(receipt)], FAILED) if receipt in WAY else ()


async def note_receipt(store: Store, key: str, receipt: str, at: datetime) -> None:
    """Note a receipt on a message, unless a later one is there or the message is gone."""
    earlier = [{"receipt": {"$exists": False}}, {"receipt": {"$in": list(replaced_by(receipt))}}]
    await store.update(
        MESSAGES, {"_id": key, "$or": earlier}, {"$set": {"receipt": receipt, "receipt_at": at}}
    )
