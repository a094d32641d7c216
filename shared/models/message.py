"""What shoppers write and what they read, whatever the channel."""

from enum import StrEnum

from pydantic import Field

from shared.models.money import Money
from shared.models.product import ProductCard
from shared.models.wire import WireModel

TEXT_LIMIT = 4096
"""Characters a message may have (WhatsApp's limit, kept on every channel)."""


class ChannelAddress(WireModel):
    """Where a shopper is reached. A phone number alone is never a key: it may be absent."""

    phone_number_id: str | None = None
    """Our WhatsApp number that the conversation runs on."""
    phone: str | None = None
    user_id: str | None = None
    """Business-scoped user id of WhatsApp."""
    parent_user_id: str | None = None
    web_id: str | None = None
    """Anonymous identity from the web cookie."""


class MessageKind(StrEnum):
    """The kinds a shopper can send."""

    TEXT = "text"
    ACTION = "action"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACTS = "contacts"
    REACTION = "reaction"
    ORDER = "order"
    FORM = "form"
    UNSUPPORTED = "unsupported"


class ActionTap(WireModel):
    """A button or list row that was tapped; ids are opaque outside the seller."""

    id: str = Field(max_length=256)
    title: str = ""


class MediaRef(WireModel):
    """A picture, voice note or file; `key` is set once it lies in our object store."""

    id: str
    mime_type: str = "application/octet-stream"
    sha256: str | None = None
    filename: str | None = None
    key: str | None = None
    size_bytes: int | None = None
    failed: str | None = None
    """Why it could not be fetched, if so."""


class Location(WireModel):
    """A place on the map."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None


class OrderedItem(WireModel):
    """A line of a WhatsApp catalog order; its price is Meta's copy and only a hint."""

    product_id: str
    quantity: int = Field(ge=1)
    price_hint: Money | None = None


class PageView(WireModel):
    """What the shopper's page shows as they write. Their browser says so: a hint, no more."""

    product_id: str | None = None
    category: str | None = None
    """Of the product, or of the list."""
    search: str | None = None
    """Words of the search whose results are shown."""


class InboundMessage(WireModel):
    """One message of a shopper, text always clean of control characters."""

    id: str
    """The channel's message id; the same id is never taken twice."""
    kind: MessageKind
    text: str = Field(default="", max_length=TEXT_LIMIT)
    """Text, or the caption of a picture."""
    action: ActionTap | None = None
    media: MediaRef | None = None
    location: Location | None = None
    contact_names: tuple[str, ...] = ()
    emoji: str | None = None
    """Of a reaction; absent when it was removed."""
    items: tuple[OrderedItem, ...] = ()
    reply_to: str | None = None
    """Id of the message this one answers or reacts to."""
    product_hint: str | None = None
    """Product asked about from a catalog (`referred_product`) or an advertisement."""
    page: PageView | None = None
    """Of the web shop; absent where the chat stands alone."""
    forwarded: bool = False
    truncated: bool = False
    """The text was longer than the limit; the shopper is told so."""


class ActionStyle(StrEnum):
    """How an action looks where the channel has a choice."""

    REPLY = "reply"
    ROW = "row"
    LINK = "link"


class Action(WireModel):
    """Something the shopper can tap next."""

    id: str = Field(max_length=200)
    title: str
    description: str = ""
    style: ActionStyle = ActionStyle.REPLY
    url: str | None = None
    section: str = ""


class Answer(WireModel):
    """What a shopper reads: one message, whatever the channel makes of it."""

    message: str
    products: tuple[ProductCard, ...] = ()
    actions: tuple[Action, ...] = ()
    image_url: str | None = None
    list_button: str = ""
    """Label of the button that opens a list, in the shopper's language."""
    ask_location: bool = False
    """Offer the channel's «send location» button."""
    template: str | None = None
    """Occasion (key of the brand's templates) to fall back on outside the 24-hour window."""
    template_values: tuple[str, ...] = ()
