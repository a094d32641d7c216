"""Meta's webhook as it comes: the parts we read, every other field let through unseen.

Source: developers.facebook.com, WhatsApp Cloud API, webhooks/reference/messages.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from shared.foreign import Beside, ForeignModel
from shared.models.message import TEXT_LIMIT
from shared.text import clean, fit, one_line

JsonObject = dict[str, object]
"""A JSON object nobody has looked into yet."""


def _moment(value: object) -> datetime | None:
    """Meta writes Unix seconds as a string; anything else is no time at all."""
    try:
        return datetime.fromtimestamp(int(str(value)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Id = Annotated[str, Field(min_length=1, max_length=512)]
Label = Annotated[str, AfterValidator(lambda text: fit(one_line(text), 256))]
"""A name or title on one line."""
Prose = Annotated[str, AfterValidator(clean)]
"""What a person wrote, line breaks kept."""
OptionalId = Annotated[Id | None, Beside]
OptionalLabel = Annotated[Label | None, Beside]


def within_limit(text: str) -> str:
    """Return `text` cut to what a message may have; the shopper's channel counts code points."""
    return text if len(text) <= TEXT_LIMIT else fit(text, TEXT_LIMIT)


class NoContentError(ValueError):
    """A message lacks what its type promises."""

    def __init__(self, what: str) -> None:
        super().__init__(f"nothing to read: {what}")


class Metadata(ForeignModel):
    """Which of our numbers it is about."""

    phone_number_id: Id


class Profile(ForeignModel):
    """How the shopper calls themselves."""

    name: OptionalLabel = None


class Contact(ForeignModel):
    """Who wrote; the phone number is missing where the shopper hides it."""

    profile: Annotated[Profile | None, Beside] = None
    wa_id: OptionalId = None
    user_id: OptionalId = None
    parent_user_id: OptionalId = None


class ReferredProduct(ForeignModel):
    """The catalog product a message asks about."""

    product_retailer_id: Label


class Context(ForeignModel):
    """What a message answers to."""

    id: OptionalId = None
    forwarded: bool = False
    frequently_forwarded: bool = False
    referred_product: Annotated[ReferredProduct | None, Beside] = None


class Referral(ForeignModel):
    """The advertisement that brought the shopper."""

    source_id: OptionalLabel = None


class Envelope(ForeignModel):
    """What every inbound message has, whatever its type."""

    id: Id
    type: str = ""
    sender: OptionalId = Field(default=None, alias="from")
    from_user_id: OptionalId = None
    from_parent_user_id: OptionalId = None
    timestamp: Moment = None
    group_id: OptionalId = None
    context: Annotated[Context | None, Beside] = None
    referral: Annotated[Referral | None, Beside] = None


class StatusError(ForeignModel):
    """Why a message of ours was not delivered."""

    code: int
    title: OptionalLabel = None


class Pricing(ForeignModel):
    """What a message of ours costs."""

    billable: bool | None = None
    category: OptionalLabel = None


class MetaStatus(ForeignModel):
    """What became of a message of ours."""

    id: Id
    status: str
    timestamp: Moment = None
    recipient_id: OptionalId = None
    recipient_user_id: OptionalId = None
    biz_opaque_callback_data: OptionalId = None
    pricing: Annotated[Pricing | None, Beside] = None
    errors: Annotated[tuple[StatusError, ...] | None, Beside] = None


class SystemNotice(ForeignModel):
    """A shopper got a new phone number or business-scoped id."""

    type: str = ""
    wa_id: OptionalId = None
    new_wa_id: OptionalId = None
    user_id: OptionalId = None
    parent_user_id: OptionalId = None
    previous_user_id: OptionalId = None
    previous_parent_user_id: OptionalId = None
