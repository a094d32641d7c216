"""How large what shoppers send may be (Cloud API, business-phone-numbers/media)."""

from typing import Final

from shared.models.message import MessageKind

MEGABYTE: Final = 1024 * 1024
LARGEST: Final[dict[MessageKind, int]] = {
    MessageKind.AUDIO: 16 * MEGABYTE,
    MessageKind.IMAGE: 5 * MEGABYTE,
    MessageKind.VIDEO: 16 * MEGABYTE,
    MessageKind.DOCUMENT: 100 * MEGABYTE,
    MessageKind.STICKER: MEGABYTE,
}
"""A sticker may have 100 or 500 KB; some clients exceed that a little."""


def largest(kind: MessageKind) -> int:
    """Return the most bytes we take of a kind."""
    return LARGEST.get(kind, MEGABYTE)
