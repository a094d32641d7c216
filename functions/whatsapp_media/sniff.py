"""What a file is by its first bytes: what its sender says may be anything."""

from typing import Final

UNKNOWN: Final = "application/octet-stream"
HEAD_BYTES: Final = 64
SIGNATURES: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"ID3", "audio/mpeg"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"%PDF-", "application/pdf"),
)
FRAME_BEGINS: Final = 0xFF
FRAMES: Final = ((0xF6, 0xF0, "audio/aac"), (0xE6, 0xE2, "audio/mpeg"))
"""Second byte of a frame, after 0xFF: sync bits and layer (none, III)."""
SEEN: Final = ("image/", "audio/", "video/")
"""Kinds that are shown or played: they must be what they say."""
PAGES: Final = ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml")
"""Kinds that a browser would run scripts of."""
SAME_CONTAINER: Final = frozenset({"audio/mp4", "video/mp4", "video/3gpp", "audio/aac"})


def media_type(head: bytes, claimed: str) -> str:
    """Return the type of a file, by its first bytes where they tell.

    Args:
        head: the first `HEAD_BYTES` of the file.
        claimed: what WhatsApp says, perhaps with parameters.
    """
    plain = claimed.partition(";")[0].strip().lower()
    found = _by_signature(head)
    if found is not None:
        # One container for sound, film and both: only the sender knows which.
        same = found == plain or {found, plain} <= SAME_CONTAINER
        return claimed if same else found
    if plain.startswith(SEEN) or plain in PAGES or _is_page(head):
        return UNKNOWN
    return claimed or UNKNOWN


def _by_signature(head: bytes) -> str | None:
    for offset, signature, kind in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return kind
    if len(head) > 1 and head[0] == FRAME_BEGINS:
        return next((kind for mask, bits, kind in FRAMES if head[1] & mask == bits), None)
    return None


def _is_page(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml"))
