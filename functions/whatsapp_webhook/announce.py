"""What a webhook's contents become for the rest of the shop."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from functions.whatsapp_webhook.arrival import sent_at
from functions.whatsapp_webhook.parsed import Inbound, Parsed, Rotation, Status
from shared.events.chat import ChatMessageNew
from shared.events.customers import CustomerIdentityChanged
from shared.events.whatsapp import WhatsAppMessageReceived, WhatsAppMessageStatus
from shared.function.decision import Emit
from shared.models.message import ChannelAddress

CHANNEL = "whatsapp"
BrandOf = Callable[[str], str | None]
"""Brand of a WhatsApp number: None where several share it."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event to publish once for one thing in a webhook.

    Attributes:
        key: names the thing at Meta: our number and its id; the event's id derives from it.
        emit: the event.
        shopper: who wrote, on which of our numbers; None for what is not a shopper's doing.
    """

    key: str
    emit: Emit
    shopper: str | None = None


def announcements(parsed: Parsed, brand_of: BrandOf, now: datetime) -> tuple[Announcement, ...]:
    """Return everything to publish, each key once (Meta doubles things within a webhook too)."""
    found: dict[str, Announcement] = {}
    for one in _all(parsed, brand_of, now):
        found.setdefault(one.key, one)
    return tuple(found.values())


def shopper_of(address: ChannelAddress) -> str:
    """Return the name under which a shopper's messages are counted."""
    return f"{address.phone_number_id}|{address.user_id or address.phone or address.parent_user_id}"


def _all(parsed: Parsed, brand_of: BrandOf, now: datetime) -> Iterator[Announcement]:
    for inbound in parsed.messages:
        yield _message(inbound, brand_of, now)
    for rotation in parsed.rotations:
        yield _rotation(rotation, brand_of)
    for status in parsed.statuses:
        yield _status(status, brand_of, now)


def _message(inbound: Inbound, brand_of: BrandOf, now: datetime) -> Announcement:
    """Media has to be fetched first; everything else is understood at once."""
    sent = sent_at(inbound.sent_at, now)
    event = (
        ChatMessageNew(
            address=inbound.address,
            profile_name=inbound.profile_name,
            sent_at=sent,
            message=inbound.message,
        )
        if inbound.message.media is None
        else WhatsAppMessageReceived(
            address=inbound.address,
            profile_name=inbound.profile_name,
            sent_at=sent,
            message=inbound.message,
        )
    )
    key = f"{inbound.phone_number_id}|{inbound.message.id}"
    brand = brand_of(inbound.phone_number_id)
    emit = Emit(event, inbound.message.id, brand=brand, channel=CHANNEL, key=key)
    return Announcement(key, emit, shopper_of(inbound.address))


def _rotation(rotation: Rotation, brand_of: BrandOf) -> Announcement:
    event = CustomerIdentityChanged(old=rotation.old, new=rotation.new, reason=rotation.reason)
    key = f"{rotation.phone_number_id}|{rotation.message_id}"
    brand = brand_of(rotation.phone_number_id)
    emit = Emit(event, rotation.message_id, brand=brand, channel=CHANNEL, key=key)
    return Announcement(key, emit)


def _status(status: Status, brand_of: BrandOf, now: datetime) -> Announcement:
    event = WhatsAppMessageStatus(
        wamid=status.wamid,
        status=status.status,
        at=sent_at(status.at, now),
        address=status.address,
        opaque=status.opaque,
        error_code=status.error_code,
        error_title=status.error_title,
        billable=status.billable,
        pricing_category=status.pricing_category,
    )
    number = status.phone_number_id or ""
    key = f"{number}|{status.wamid}|{status.status}"
    return Announcement(
        key, Emit(event, status.wamid, brand=brand_of(number), channel=CHANNEL, key=key)
    )
