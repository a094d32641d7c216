"""What a webhook turns out to hold, in our words."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.models.message import ChannelAddress, InboundMessage

RotationReason = Literal["user_changed_number", "user_changed_user_id"]
StatusName = Literal["sent", "delivered", "read", "played", "failed"]


class Found(BaseModel):
    """One thing found in a webhook."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class Unknown(Found):
    """Something we do not understand, kept for a person to look at."""

    reason: str
    raw: object
    phone_number_id: str | None = None


class Inbound(Found):
    """A shopper's message."""

    phone_number_id: str
    address: ChannelAddress
    profile_name: str
    sent_at: datetime | None
    """None where Meta's timestamp is unreadable."""
    message: InboundMessage
    unread: Unknown | None = None
    """Set when the sender is known and the content is not: the shopper still gets an answer."""


class Status(Found):
    """What became of a message of ours."""

    phone_number_id: str | None
    wamid: str
    status: StatusName
    at: datetime | None
    address: ChannelAddress
    opaque: str | None = None
    error_code: int | None = None
    error_title: str | None = None
    billable: bool | None = None
    pricing_category: str | None = None


class Rotation(Found):
    """A shopper's phone number or business-scoped id was replaced by another."""

    phone_number_id: str
    message_id: str
    reason: RotationReason
    old: ChannelAddress
    new: ChannelAddress


class Parsed(Found):
    """Everything in one webhook, in its order; each element is in exactly one place."""

    messages: tuple[Inbound, ...] = ()
    statuses: tuple[Status, ...] = ()
    rotations: tuple[Rotation, ...] = ()
    unknown: tuple[Unknown, ...] = ()
