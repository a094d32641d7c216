"""One address that is called again and again, of which only the status of an answer counts."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from shared.http.client import HttpClient
from shared.http.message import Request

_PORTS: Final = {"http": 80, "https": 443}


class Endpoint:
    """An address such as `K_SINK`: `http://` or `https://`, a host, a path."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
        self._client = HttpClient(port, parts.hostname or "", tls=parts.scheme == "https")
        self._host = (b"host", parts.netloc.encode())
        path = parts.path or "/"
        self._target = (f"{path}?{parts.query}" if parts.query else path).encode()

    async def call(
        self, method: bytes, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> int:
        """Make a call and return the answer's status.

        Raises:
            ConnectionLostError: nobody is there, or they went away before they answered.
        """
        sent = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        response = await self._client.send(Request(method, self._target, [self._host, *sent], body))
        try:
            await response.read()
        finally:
            response.release()
        return response.status

    def close(self) -> None:
        """Close idle connections."""
        self._client.close()
