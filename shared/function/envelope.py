"""CloudEvents on the wire. The only module that imports the `cloudevents` package."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast
from urllib.parse import quote, unquote

from cloudevents.conversion import to_binary  # pyright: ignore[reportUnknownVariableType]
from cloudevents.exceptions import GenericException
from cloudevents.http import (
    CloudEvent,
    from_http,  # pyright: ignore[reportUnknownVariableType]
)

from shared.errors import InvalidEventError

EXTENSIONS: Final = frozenset(
    {"brand", "channel", "to", "correlationid", "causationid", "hops", "shoptrace", "expirytime"}
)
"""Our extension attributes, all strings. `sig` signs the others."""
PLAIN: Final = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')
"""What needs no percent-encoding in a header (CloudEvents HTTP binding 1.0.2, section 3.1.3.2)."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event as it travels: attributes, our extensions, JSON data."""

    id: str
    source: str
    type: str
    subject: str
    time: str
    """RFC 3339."""
    data: dict[str, Any]
    dataschema: str = ""
    sig: str = ""
    extensions: dict[str, str] = field(default_factory=dict[str, str])

    def extension(self, name: str) -> str | None:
        """Return an extension attribute, None if absent or empty."""
        return self.extensions.get(name) or None


def to_document(envelope: Envelope) -> dict[str, Any]:
    """Return the form in which envelopes are stored."""
    return {
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "subject": envelope.subject,
        "time": envelope.time,
        "data": envelope.data,
        "dataschema": envelope.dataschema,
        "sig": envelope.sig,
        "extensions": envelope.extensions,
    }


def from_document(document: Mapping[str, Any]) -> Envelope:
    """Return a stored envelope."""
    return Envelope(**document)


def to_http(envelope: Envelope) -> tuple[dict[str, str], bytes]:
    """Return headers and body of the binary content mode."""
    attributes = {
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "subject": envelope.subject,
        "time": envelope.time,
        "datacontenttype": "application/json",
        "sig": envelope.sig,
        **envelope.extensions,
    }
    if envelope.dataschema:
        attributes["dataschema"] = envelope.dataschema
    headers, body = to_binary(CloudEvent(attributes, envelope.data))
    encoded = {
        name: quote(value, safe=PLAIN) if name.startswith("ce-") else value
        for name, value in headers.items()
    }
    return encoded, body


def decode(headers: Mapping[str, str], body: bytes) -> Envelope:
    """Return the event of a request, in binary or structured mode.

    Raises:
        InvalidEventError: the request carries no event with JSON object data.
    """
    decoded = {
        name: unquote(value) if name.startswith("ce-") else value
        for name, value in ((name.lower(), value) for name, value in headers.items())
    }
    try:
        event = from_http(decoded, body)
    except (GenericException, ValueError, TypeError, RecursionError) as error:
        raise InvalidEventError(f"not a CloudEvent: {type(error).__name__}") from error
    attributes = {name: str(value) for name, value in event.get_attributes().items()}
    data: object = event.data
    if not isinstance(data, dict):
        raise InvalidEventError("data is not a JSON object")
    return Envelope(
        id=attributes["id"],
        source=attributes["source"],
        type=attributes["type"],
        subject=attributes.get("subject", ""),
        time=attributes.get("time", ""),
        data=cast("dict[str, Any]", data),
        dataschema=attributes.get("dataschema", ""),
        sig=attributes.get("sig", ""),
        extensions={name: value for name, value in attributes.items() if name in EXTENSIONS},
    )
