"""Notices that a shopper's phone number or business-scoped id was replaced."""

from pydantic import ValidationError

from functions.whatsapp_webhook.parsed import Rotation
from functions.whatsapp_webhook.payload import Envelope, SystemNotice
from functions.whatsapp_webhook.sender import split
from shared.models.message import ChannelAddress


def read_rotation(phone_number_id: str, envelope: Envelope, raw: object) -> Rotation | None:
    """Return who became whom, or None when the notice is of another kind or tells only one side.

    A changed number comes with a new business-scoped id too, because that id is derived anew.
    """
    try:
        notice = SystemNotice.model_validate(raw)
    except ValidationError:
        return None
    phone, user_id = split(envelope.sender)
    old_user_id = notice.previous_user_id or user_id
    new_user_id = notice.user_id or envelope.from_user_id
    new_phone, new_phone_as_user_id = split(notice.wa_id or notice.new_wa_id)
    new_user_id = new_user_id or new_phone_as_user_id
    old = ChannelAddress(
        phone_number_id=phone_number_id,
        phone=phone,
        user_id=old_user_id,
        parent_user_id=notice.previous_parent_user_id,
    )
    new = ChannelAddress(
        phone_number_id=phone_number_id,
        phone=new_phone,
        user_id=new_user_id if new_user_id != old_user_id else None,
        parent_user_id=notice.parent_user_id,
    )
    match notice.type:
        case "user_changed_number" if phone or old_user_id:
            changed = new.phone or new.user_id
        case "user_changed_user_id" if old_user_id:
            changed = new.user_id
        case _:
            return None
    if not changed:
        return None
    return Rotation(
        phone_number_id=phone_number_id,
        message_id=envelope.id,
        reason=notice.type,
        old=old,
        new=new,
    )
