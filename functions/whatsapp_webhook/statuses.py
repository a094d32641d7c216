"""Delivery statuses of messages that we sent."""

from typing import Final, cast, get_args

from pydantic import ValidationError

from functions.whatsapp_webhook.parsed import Status, StatusName, Unknown
from functions.whatsapp_webhook.payload import MetaStatus
from functions.whatsapp_webhook.sender import split
from shared.models.message import ChannelAddress

KNOWN: Final = frozenset(get_args(StatusName))


def read_status(phone_number_id: str | None, raw: object) -> Status | Unknown:
    """Return the status, or unknown when it is malformed or of a new kind."""
    try:
        status = MetaStatus.model_validate(raw)
    except ValidationError:
        return Unknown(reason="malformed status", raw=raw, phone_number_id=phone_number_id)
    if status.status not in KNOWN:
        return Unknown(
            reason=f"status:{status.status[:64]}", raw=raw, phone_number_id=phone_number_id
        )
    phone, user_id = split(status.recipient_id)
    error = status.errors[0] if status.errors else None
    return Status(
        phone_number_id=phone_number_id,
        wamid=status.id,
        status=cast("StatusName", status.status),
        at=status.timestamp,
        address=ChannelAddress(
            phone_number_id=phone_number_id,
            phone=phone,
            user_id=status.recipient_user_id or user_id,
        ),
        opaque=status.biz_opaque_callback_data,
        error_code=error.code if error else None,
        error_title=error.title if error else None,
        billable=status.pricing.billable if status.pricing else None,
        pricing_category=status.pricing.category if status.pricing else None,
    )
