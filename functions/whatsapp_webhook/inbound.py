"""One element of `messages`: a shopper's message, a rotation of ids, or something unknown."""

from collections.abc import Sequence
from typing import Final

from pydantic import ValidationError

from functions.whatsapp_webhook.message_kinds import read_content, unsupported
from functions.whatsapp_webhook.parsed import Inbound, Rotation, Unknown
from functions.whatsapp_webhook.payload import Contact, Envelope, JsonObject, NoContentError
from functions.whatsapp_webhook.rotation import read_rotation
from functions.whatsapp_webhook.sender import address_of, contact_of
from shared.models.message import InboundMessage

SILENT: Final = frozenset({"edit", "revoke", "request_welcome", "ephemeral"})
"""Things shoppers do that nobody expects an answer to."""


def read_message(
    phone_number_id: str | None, fields: JsonObject, raw: object, contacts: Sequence[Contact]
) -> Inbound | Rotation | Unknown:
    """Return what this element is; a known sender always gets at least an `unsupported` message.

    Args:
        phone_number_id: which of our numbers it came to.
        fields: the element as an object, empty if it is none.
        raw: the element as it came.
        contacts: the senders that the change describes.
    """
    try:
        envelope = Envelope.model_validate(fields)
    except ValidationError:
        return Unknown(reason="malformed message", raw=raw, phone_number_id=phone_number_id)
    if phone_number_id is None:
        return Unknown(reason="no phone number id", raw=raw)
    if envelope.type == "system":
        rotation = read_rotation(phone_number_id, envelope, fields.get("system"))
        return rotation or _unknown("system", raw, phone_number_id)
    contact = contact_of(envelope, contacts)
    address = address_of(phone_number_id, envelope, contact)
    if address is None or envelope.group_id or envelope.type in SILENT:
        return _unknown(_why_nobody_answers(envelope), raw, phone_number_id)
    message, problem = _content(envelope, fields)
    return Inbound(
        phone_number_id=phone_number_id,
        address=address,
        profile_name=(contact and contact.profile and contact.profile.name) or "",
        sent_at=envelope.timestamp,
        message=message,
        unread=_unknown(problem, raw, phone_number_id) if problem else None,
    )


def _why_nobody_answers(envelope: Envelope) -> str:
    if envelope.type in SILENT:
        return f"type:{envelope.type}"
    return "group" if envelope.group_id else "no sender"


def _unknown(reason: str, raw: object, phone_number_id: str) -> Unknown:
    return Unknown(reason=reason, raw=raw, phone_number_id=phone_number_id)


def _content(envelope: Envelope, fields: JsonObject) -> tuple[InboundMessage, str | None]:
    """Return the message and, when its content is beyond us, why."""
    try:
        message = read_content(envelope.id, envelope.type, fields)
    except NoContentError as error:
        return unsupported(envelope.id), str(error)
    if message is None:
        return unsupported(envelope.id), f"type:{envelope.type[:64] or 'missing'}"
    return message.model_copy(update=_surroundings(envelope, message)), None


def _surroundings(envelope: Envelope, message: InboundMessage) -> dict[str, object]:
    context = envelope.context
    product = context.referred_product if context else None
    return {
        "reply_to": message.reply_to or (context.id if context else None),
        "forwarded": bool(context and (context.forwarded or context.frequently_forwarded)),
        "product_hint": message.product_hint
        or (product.product_retailer_id if product else None)
        or (envelope.referral.source_id if envelope.referral else None),
    }
