"""Requests and the heads of answers, with headers as bytes: what the proxy passes on untouched."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """One request; `body` is whole, or a stream whose length the headers give."""

    method: bytes
    target: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes | AsyncIterator[bytes] = b""

    def head(self) -> bytes:
        """The bytes before the body, with the framing that the headers do not have yet."""
        lines = [b"%b %b HTTP/1.1" % (self.method, self.target)]
        lines += [b"%b: %b" % header for header in self.headers]
        if not self.has_length:
            if isinstance(self.body, bytes):
                lines.append(b"content-length: %d" % len(self.body))
            else:
                lines.append(b"transfer-encoding: chunked")
        return b"\r\n".join(lines) + b"\r\n\r\n"

    @property
    def has_length(self) -> bool:
        """Whether a header says how long the body is."""
        return any(name == b"content-length" for name, _ in self.headers)


@dataclass
class Head:
    """Status and headers of an answer, filled while they are parsed."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list[tuple[bytes, bytes]])

    @property
    def framed(self) -> bool:
        """Whether the answer says where its body ends; else the end of the connection does."""
        return any(name in {b"content-length", b"transfer-encoding"} for name, _ in self.headers)
