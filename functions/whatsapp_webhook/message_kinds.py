"""The content of each type of WhatsApp message, as our inbound message."""

from collections.abc import Callable
from typing import Annotated, Final

from pydantic import Field, ValidationError

from functions.whatsapp_webhook.catalog_order import read_order
from functions.whatsapp_webhook.payload import (
    Id,
    JsonObject,
    Label,
    NoContentError,
    OptionalId,
    Prose,
    within_limit,
)
from functions.whatsapp_webhook.taps import read_button, read_interactive
from shared.foreign import Beside, ForeignModel
from shared.models.message import (
    InboundMessage,
    Location,
    MediaRef,
    MessageKind,
)

MOST_CONTACTS: Final = 20


class _Text(ForeignModel):
    body: Prose


class _Media(ForeignModel):
    id: Id
    mime_type: Label = "application/octet-stream"
    sha256: OptionalId = None
    filename: Annotated[Label | None, Beside] = None
    caption: Annotated[Prose | None, Beside] = None


class _Location(ForeignModel):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    name: Annotated[Label | None, Beside] = None
    address: Annotated[Label | None, Beside] = None


class _ContactName(ForeignModel):
    formatted_name: Label = ""
    first_name: Label = ""
    last_name: Label = ""


class _SharedContact(ForeignModel):
    name: _ContactName


class _Reaction(ForeignModel):
    message_id: Id
    emoji: Annotated[Label | None, Beside] = None


def read_content(message_id: str, kind: str, raw: JsonObject) -> InboundMessage | None:
    """Return the message's content, or None for a type we have never heard of.

    Raises:
        NoContentError: the type is known, its body is missing or malformed.
    """
    reader = READERS.get(kind)
    if reader is None:
        return None
    try:
        return reader(message_id, raw.get(kind))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise NoContentError(f"{kind}.{where}: {first['type']}") from error


def unsupported(message_id: str) -> InboundMessage:
    """Return the message that says only that something came which nobody can read."""
    return InboundMessage(id=message_id, kind=MessageKind.UNSUPPORTED)


def _text(message_id: str, body: object) -> InboundMessage:
    text = _Text.model_validate(body).body
    return InboundMessage(
        id=message_id,
        kind=MessageKind.TEXT,
        text=within_limit(text),
        truncated=within_limit(text) != text,
    )


def _media(kind: MessageKind) -> Callable[[str, object], InboundMessage]:
    def read(message_id: str, body: object) -> InboundMessage:
        media = _Media.model_validate(body)
        return InboundMessage(
            id=message_id,
            kind=kind,
            text=within_limit(media.caption or ""),
            media=MediaRef(
                id=media.id,
                mime_type=media.mime_type,
                sha256=media.sha256,
                filename=media.filename,
            ),
        )

    return read


def _location(message_id: str, body: object) -> InboundMessage:
    place = _Location.model_validate(body)
    return InboundMessage(
        id=message_id, kind=MessageKind.LOCATION, location=Location(**place.model_dump())
    )


class _Contacts(ForeignModel):
    people: tuple[Annotated[_SharedContact | None, Beside], ...]


def _contacts(message_id: str, body: object) -> InboundMessage:
    people = _Contacts.model_validate({"people": body}).people
    names = (
        person.name.formatted_name or f"{person.name.first_name} {person.name.last_name}".strip()
        for person in people
        if person is not None
    )
    return InboundMessage(
        id=message_id,
        kind=MessageKind.CONTACTS,
        contact_names=tuple(name for name in names if name)[:MOST_CONTACTS],
    )


def _reaction(message_id: str, body: object) -> InboundMessage:
    reaction = _Reaction.model_validate(body)
    return InboundMessage(
        id=message_id,
        kind=MessageKind.REACTION,
        emoji=reaction.emoji or None,
        reply_to=reaction.message_id,
    )


def _nothing(message_id: str, _body: object) -> InboundMessage:
    return unsupported(message_id)


READERS: Final[dict[str, Callable[[str, object], InboundMessage]]] = {
    "text": _text,
    "image": _media(MessageKind.IMAGE),
    "audio": _media(MessageKind.AUDIO),
    "video": _media(MessageKind.VIDEO),
    "document": _media(MessageKind.DOCUMENT),
    "sticker": _media(MessageKind.STICKER),
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "button": read_button,
    "interactive": read_interactive,
    "order": read_order,
    "unsupported": _nothing,
    "unknown": _nothing,
}
