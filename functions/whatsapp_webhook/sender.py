"""Who wrote a message: phone number, business-scoped id, or both."""

import re
from collections.abc import Sequence
from typing import Final

from functions.whatsapp_webhook.payload import Contact, Envelope
from shared.models.message import ChannelAddress

USER_ID: Final = re.compile(r"^[A-Z]{2}\.")
"""A business-scoped user id: ISO country, a point, up to 128 letters and digits."""


def address_of(
    phone_number_id: str, envelope: Envelope, contact: Contact | None
) -> ChannelAddress | None:
    """Return where the sender can be reached, or None when nothing tells.

    Since usernames exist, `from` may be missing or hold the business-scoped id.
    """
    phone, user_id = split(envelope.sender)
    if contact is not None:
        contact_phone, contact_user_id = split(contact.wa_id)
        phone = phone or contact_phone
        user_id = user_id or contact.user_id or contact_user_id
    user_id = envelope.from_user_id or user_id
    if not phone and not user_id:
        return None
    return ChannelAddress(
        phone_number_id=phone_number_id,
        phone=phone,
        user_id=user_id,
        parent_user_id=envelope.from_parent_user_id or (contact and contact.parent_user_id) or None,
    )


def contact_of(envelope: Envelope, contacts: Sequence[Contact]) -> Contact | None:
    """Return the contact that describes the sender; never one that describes somebody else."""
    ids = {value for value in (envelope.sender, envelope.from_user_id) if value}
    for contact in contacts:
        if ids & {contact.wa_id, contact.user_id}:
            return contact
    if len(contacts) != 1:
        return None
    (only,) = contacts
    compatible = not (envelope.sender and only.wa_id) and not (
        envelope.from_user_id and only.user_id
    )
    return only if compatible else None


def split(value: str | None) -> tuple[str | None, str | None]:
    """Return `value` as phone number or as user id, whichever it is."""
    if value and USER_ID.match(value):
        return None, value
    return value, None
