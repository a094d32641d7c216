"""What the browser may send, and the message made of it."""

import unicodedata
from typing import Self

from pydantic import Field, model_validator

from shared.errors import ProblemError
from shared.models.message import (
    TEXT_LIMIT,
    ActionTap,
    InboundMessage,
    Location,
    MessageKind,
)
from shared.models.wire import WireModel

KEPT_CONTROLS = "\n\t"


class ChatInput(WireModel):
    """Body of `POST /v1/chat/{brand}/messages`: text, a tapped action, or a location."""

    text: str = ""
    action: ActionTap | None = None
    location: Location | None = None
    reply_to: str | None = Field(default=None, max_length=200)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.text.strip() or self.action or self.location):
            raise ValueError("the message is empty")
        return self


def cleaned(text: str) -> str:
    """Return text without control characters, in Unicode's composed form."""
    kept = (
        character
        for character in unicodedata.normalize("NFC", text)
        if character in KEPT_CONTROLS or unicodedata.category(character)[0] != "C"
    )
    return "".join(kept).strip()


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
        action=body.action,
        location=body.location,
        reply_to=body.reply_to,
    )
