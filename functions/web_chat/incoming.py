"""What the browser may send, and the message made of it."""

import unicodedata
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from shared.errors import ProblemError
from shared.models.message import (
    TEXT_LIMIT,
    ActionTap,
    InboundMessage,
    Location,
    MessageKind,
    PageView,
)
from shared.models.wire import WireModel
from shared.text import clean, one_line

Line = Annotated[str, Field(max_length=256), AfterValidator(one_line)]
Name = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(one_line)]


class Tap(WireModel):
    """An action that was tapped, as it was shown."""

    id: str = Field(max_length=256)
    title: Line = ""


class Place(WireModel):
    """A place on the map."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    name: Line | None = None
    address: Line | None = None


class Page(WireModel):
    """What the page shows beside the chat; what is unknown to the shop is of no consequence."""

    product_id: Name | None = None
    category: Name | None = None
    search: Line | None = None


class ChatInput(WireModel):
    """Body of `POST /v1/chat/{brand}/messages`: text, a tapped action, or a location.

    `page` tells what is seen while writing, so that "this one" is understood.
    """

    text: str = ""
    action: Tap | None = None
    location: Place | None = None
    reply_to: str | None = Field(default=None, max_length=200)
    page: Page | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (cleaned(self.text) or self.action or self.location):
            raise ValueError("the message is empty")
        return self


def cleaned(text: str) -> str:
    """Return text without control characters, in Unicode's composed form."""
    return clean(unicodedata.normalize("NFC", text))


def message_of(body: ChatInput, message_id: str) -> InboundMessage:
    """Return the shopper's message.

    Raises:
        ProblemError: 400, the text is longer than any channel carries.
    """
    text = cleaned(body.text)
    if len(text) > TEXT_LIMIT:
        raise ProblemError(400, "Message too long", f"At most {TEXT_LIMIT} characters.")
    kind = MessageKind.TEXT
    if body.action is not None:
        kind = MessageKind.ACTION
    elif body.location is not None:
        kind = MessageKind.LOCATION
    return InboundMessage(
        id=message_id,
        kind=kind,
        text=text,
        action=ActionTap(**body.action.model_dump()) if body.action else None,
        location=Location(**body.location.model_dump()) if body.location else None,
        reply_to=body.reply_to,
        page=PageView(**body.page.model_dump()) if body.page else None,
    )
