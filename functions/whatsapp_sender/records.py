"""The records of outbound messages, and what is looked up for them."""

from typing import Final

from functions.whatsapp_sender.errors import Course, Verdict
from functions.whatsapp_sender.outbound import Outbound, Stage
from shared.brands import brands
from shared.errors import InvalidEventError
from shared.function.delivery import Delivery
from shared.function.ledger import RecordKind
from shared.log import log
from shared.models.brand import Brand

OUTBOUND: Final = RecordKind("outbound", Outbound)
RELEASED_AT_ONCE: Final = 10


async def waiting_for(keys: tuple[str, ...], delivery: Delivery) -> list[Outbound]:
    """Return the oldest of what is parked for a shopper."""
    parked = await delivery.store.find(
        OUTBOUND.collection,
        {"state.reached_by": {"$in": list(keys)}, "state.stage": Stage.PARKED.value},
        sort=(("state.created_at", 1),),
        limit=RELEASED_AT_ONCE,
    )
    return [OUTBOUND.load(document) for document in parked]


def brand_named(brand_id: str) -> Brand:
    """Return the brand.

    Raises:
        InvalidEventError: it is none of ours.
    """
    brand = brands().get(brand_id)
    if brand is None:
        raise InvalidEventError(f"no brand {brand_id}")
    return brand


def tell_trouble(message: Outbound | None, verdict: Verdict | None) -> None:
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
