"""Notes what becomes of a message, by statuses that come late, doubled and shuffled."""

from typing import Any

from functions.whatsapp_sender.deliver import follow
from functions.whatsapp_sender.errors import failed_later
from functions.whatsapp_sender.outbound import ARRIVED, Outbound, Stage
from functions.whatsapp_sender.records import OUTBOUND, tell_trouble
from shared.conversation.receipts import note_receipt
from shared.events.whatsapp import WhatsAppMessageStatus
from shared.function.decision import Decision
from shared.function.delivery import Delivery


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
    message = applied.state
    if message is not None and message.said is not None and _is_told(message):
        await note_receipt(delivery.store, message.said, message.stage.value, event.at)
    tell_trouble(message, verdict)


def _is_told(message: Outbound) -> bool:
    """Tell whether the stage is one that people want to know of; the others pass."""
    return message.stage in {*ARRIVED, Stage.FAILED}


async def _record_of(event: WhatsAppMessageStatus, delivery: Delivery) -> str | None:
    """Return the record a status is about: by our own id, else by WhatsApp's."""
    if event.opaque and await delivery.store.get(OUTBOUND.collection, event.opaque):
        return event.opaque
    found = await delivery.store.find(OUTBOUND.collection, {"state.wamids": event.wamid}, limit=1)
    return str(found[0]["_id"]) if found else None
