"""A webhook's JSON, whatever it holds, as messages, statuses, rotations and the rest.

Loops over all entries, changes, messages and statuses (Meta batches them), and never raises:
what is not understood comes out as `unknown` with its raw value and a reason.
"""

from collections.abc import Iterator
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from functions.whatsapp_webhook.inbound import read_message
from functions.whatsapp_webhook.parsed import Inbound, Parsed, Rotation, Status, Unknown
from functions.whatsapp_webhook.payload import Contact, JsonObject, Metadata
from functions.whatsapp_webhook.statuses import read_status

Found = Inbound | Status | Rotation | Unknown
FoundKind = TypeVar("FoundKind", Inbound, Status, Rotation, Unknown)

_OBJECT: Final = TypeAdapter(JsonObject)
_LIST: Final = TypeAdapter(list[object])


def parse(body: object) -> Parsed:
    """Return everything that `body` holds, each element in exactly one place."""
    found = list(_entries(body))
    return Parsed(
        messages=_only(Inbound, found),
        statuses=_only(Status, found),
        rotations=_only(Rotation, found),
        unknown=_only(Unknown, found),
    )


def _only(kind: type[FoundKind], found: list[Found]) -> tuple[FoundKind, ...]:
    return tuple(item for item in found if isinstance(item, kind))


def _entries(body: object) -> Iterator[Found]:
    entries = _list(_object(body), "entry")
    if not entries:
        yield Unknown(reason="no entries", raw=body)
        return
    for entry in entries:
        changes = _list(_object(entry), "changes")
        if not changes:
            yield Unknown(reason="no changes", raw=entry)
            continue
        for change in changes:
            yield from _change(change)


def _change(raw: object) -> Iterator[Found]:
    change = _object(raw)
    value = _object(change.get("value"))
    phone_number_id = _phone_number_id(value)
    field = change.get("field")
    if field != "messages":
        # Calls, account news, hand-overs, other apps' echoes: none of them is a shopper's message.
        name = field if isinstance(field, str) else "missing"
        yield Unknown(reason=f"field:{name[:64]}", raw=raw, phone_number_id=phone_number_id)
        return
    messages, statuses = _list(value, "messages"), _list(value, "statuses")
    if not messages and not statuses:
        yield Unknown(
            reason="errors" if value.get("errors") else "no messages, no statuses",
            raw=raw,
            phone_number_id=phone_number_id,
        )
        return
    contacts = tuple(_contacts(value))
    for message in messages:
        yield read_message(phone_number_id, _object(message), message, contacts)
    for status in statuses:
        yield read_status(phone_number_id, status)


def _contacts(value: JsonObject) -> Iterator[Contact]:
    for raw in _list(value, "contacts"):
        try:
            yield Contact.model_validate(raw)
        except ValidationError:
            continue


def _phone_number_id(value: JsonObject) -> str | None:
    try:
        return Metadata.model_validate(value.get("metadata")).phone_number_id
    except ValidationError:
        return None


def _object(value: object) -> JsonObject:
    return _OBJECT.validate_python(value) if isinstance(value, dict) else {}


def _list(container: JsonObject, key: str) -> list[object]:
    value = container.get(key)
    return _LIST.validate_python(value) if isinstance(value, list) else []
