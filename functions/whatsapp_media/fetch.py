"""The two steps of a download: ask where the file is, then get it, neither twice in vain."""

import asyncio
import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Annotated, Final

from pydantic import ValidationError

from functions.whatsapp_media.checksum import is_intact
from functions.whatsapp_media.hosts import is_trusted
from functions.whatsapp_media.sniff import HEAD_BYTES, media_type
from shared.foreign import Beside, ForeignModel
from shared.models.message import MediaRef

if TYPE_CHECKING:
    import httpx

ATTEMPTS: Final = 3
FIRST_PAUSE_SECONDS: Final = 0.5
SERVER_ERROR: Final = 500
IN_MEMORY_BYTES: Final = 1024 * 1024


class FetchError(Exception):
    """The file can't be had; `again` tells whether trying once more may help.

    WhatsApp blocks a number for half an hour after 20 refusals, so a refusal is never repeated.
    """

    def __init__(self, why: str, *, again: bool) -> None:
        super().__init__(why)
        self.why = why
        self.again = again


class Described(ForeignModel):
    """What WhatsApp tells of a file; its address is good for 5 minutes."""

    url: str
    mime_type: Annotated[str | None, Beside] = None
    sha256: Annotated[str | None, Beside] = None
    file_size: Annotated[int | None, Beside] = None


@dataclass(frozen=True, slots=True)
class File:
    """A file that was fetched; large ones lie on disk while they are handled.

    Attributes:
        content: from its beginning.
        size_bytes: its length.
        mime_type: what it is.
    """

    content: IO[bytes]
    size_bytes: int
    mime_type: str


class Source:
    """WhatsApp's media.

    Args:
        client: makes the requests.
        base_url: of the Cloud API, with the version.
        token: bearer of both requests.
    """

    def __init__(self, client: "httpx.AsyncClient", base_url: str, token: str) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}

    async def fetch(self, media: MediaRef, limit_bytes: int) -> File:
        """Return the file.

        Raises:
            FetchError: it is refused, too large, damaged, or does not come after three attempts.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._once(media, limit_bytes)
            except FetchError as error:
                if not error.again or attempt == ATTEMPTS:
                    raise
            await asyncio.sleep(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
        raise AssertionError("unreachable")

    async def _once(self, media: MediaRef, limit_bytes: int) -> File:
        described = await self._describe(media.id)
        if not is_trusted(described.url, self._base_url):
            raise FetchError("not at WhatsApp", again=False)
        if (described.file_size or 0) > limit_bytes:
            raise FetchError("too large", again=False)
        content: IO[bytes] = SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - the caller's
        with _closed_on_error(content):
            digest = await self._download(described.url, content, limit_bytes)
            if not is_intact(digest, described.sha256 or media.sha256):
                raise FetchError("damaged", again=True)
            size_bytes = content.tell()
            content.seek(0)
            head = content.read(HEAD_BYTES)
            content.seek(0)
        mime_type = media_type(head, described.mime_type or media.mime_type)
        return File(content, size_bytes, mime_type)

    async def _describe(self, media_id: str) -> Described:
        import httpx

        try:
            answer = await self._client.get(f"{self._base_url}/{media_id}", headers=self._headers)
        except httpx.HTTPError as error:
            raise FetchError(type(error).__name__, again=True) from error
        _check(answer.status_code)
        try:
            return Described.model_validate_json(answer.content)
        except ValidationError as error:
            raise FetchError("not described", again=True) from error

    async def _download(self, url: str, into: IO[bytes], limit_bytes: int) -> bytes:
        """Write the file and return its SHA-256."""
        import httpx

        digest = hashlib.sha256()
        try:
            async with self._client.stream(
                "GET", url, headers=self._headers, follow_redirects=False
            ) as answer:
                _check(answer.status_code)
                async for chunk in answer.aiter_bytes():
                    digest.update(chunk)
                    into.write(chunk)
                    if into.tell() > limit_bytes:
                        raise FetchError("too large", again=False)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(type(error).__name__, again=True) from error
        return digest.digest()


@contextmanager
def _closed_on_error(content: IO[bytes]) -> Generator[None]:
    try:
        yield
    except BaseException:
        content.close()
        raise


def _check(status: int) -> None:
    if status >= SERVER_ERROR:
        raise FetchError(f"HTTP {status}", again=True)
    if status != 200:  # noqa: PLR2004 - neither redirects nor partial content are agreed on
        raise FetchError(f"HTTP {status}", again=False)
