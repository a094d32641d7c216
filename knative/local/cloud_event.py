"""CloudEvents over HTTP as a broker sees them: attributes to match, headers to pass on."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote, unquote

_REQUIRED = ("specversion", "id", "source", "type")
_NAME = re.compile(r"[a-z0-9]+")
# RabbitMQ's broker loses these two attributes and passes the HTTP headers of the same name.
_STRIPPED = frozenset({"traceparent", "tracestate"})
_PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class CloudEvent:
    """One event on its way.

    Attributes:
        attributes: Context attributes, decoded: what Triggers match on.
        headers: The binary-mode HTTP headers to deliver, values encoded as they came.
        data: The payload's bytes.
    """

    attributes: Mapping[str, str]
    headers: tuple[tuple[bytes, bytes], ...]
    data: bytes

    def extended(self, **extra: str) -> "CloudEvent":
        """The same event with further extension attributes."""
        added = tuple((b"ce-" + name.encode(), _encode(value)) for name, value in extra.items())
        replaced = {name for name, _ in added}
        kept = tuple(header for header in self.headers if header[0] not in replaced)
        return CloudEvent({**self.attributes, **extra}, kept + added, self.data)


def read_event(headers: Headers, body: bytes) -> CloudEvent:
    """The event of a request in binary or structured mode.

    Raises:
        InvalidEventError: A required attribute is missing, or it is no event at all.
    """
    media_type = _header(headers, b"content-type").partition(b";")[0].strip().lower()
    if media_type == b"application/cloudevents+json":
        headers, body = _from_structured(body)
    elif media_type.startswith(b"application/cloudevents"):
        raise InvalidEventError(f"{media_type.decode()} is not supported")
    passed: Headers = []
    attributes: dict[str, str] = {}
    for name, value in headers:
        if name.startswith(b"ce-"):
            attribute = name[3:].decode("ascii", "replace")
            if attribute in _STRIPPED:
                continue
            attributes[attribute] = unquote(value.decode("latin-1"))
            passed.append((name, value))
        elif name in {b"content-type", b"traceparent", b"tracestate"}:
            passed.append((name, value))
    _check(attributes)
    return CloudEvent(attributes, tuple(passed), body)


def is_event(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether an answer with these headers carries a CloudEvent."""
    return any(
        name == b"ce-specversion"
        or (name == b"content-type" and value.lower().startswith(b"application/cloudevents"))
        for name, value in headers
    )


class InvalidEventError(Exception):
    """A request that is no valid CloudEvent."""


def _check(attributes: Mapping[str, str]) -> None:
    for name in _REQUIRED:
        if not attributes.get(name):
            raise InvalidEventError(f"the attribute {name} is missing")
    if attributes["specversion"] != "1.0":
        raise InvalidEventError(f"specversion {attributes['specversion']} is not 1.0")
    for name in attributes:
        if not _NAME.fullmatch(name):
            raise InvalidEventError(f"{name} is no attribute name")


def _from_structured(body: bytes) -> tuple[Headers, bytes]:
    try:
        document: object = json.loads(body)
    except ValueError as error:
        raise InvalidEventError("the body is no JSON") from error
    if not isinstance(document, dict):
        raise InvalidEventError("the body is no JSON object")
    fields = cast("dict[str, object]", document)
    if "data_base64" in fields:
        raise InvalidEventError("data_base64 is not supported")
    data = fields.pop("data", None)
    media_type = str(fields.pop("datacontenttype", "application/json"))
    headers: Headers = [(b"content-type", _encode(media_type))]
    for name, value in fields.items():
        text = value if isinstance(value, str) else json.dumps(value)
        headers.append((b"ce-" + name.encode(), _encode(text)))
    return headers, b"" if data is None else json.dumps(data, separators=(",", ":")).encode()


def _encode(value: str) -> bytes:
    """Percent-encodes what the HTTP binding wants encoded."""
    return quote(value, safe=_PRINTABLE).encode()


def _header(headers: Headers, wanted: bytes) -> bytes:
    return next((value for name, value in headers if name == wanted), b"")
