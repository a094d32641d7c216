import base64
import hashlib
from datetime import UTC, datetime

import pytest

from functions.whatsapp_media.checksum import is_intact
from functions.whatsapp_media.limits import MEGABYTE, largest
from functions.whatsapp_media.place import key_of
from shared.models.message import MessageKind

DIGEST = hashlib.sha256(b"picture").digest()
AT = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize("claimed", [DIGEST.hex(), base64.b64encode(DIGEST).decode()])
def test_a_checksum_is_read_as_hexadecimal_or_base64(claimed: str) -> None:
    assert is_intact(DIGEST, claimed)
    assert not is_intact(hashlib.sha256(b"other").digest(), claimed)


@pytest.mark.parametrize("claimed", [None, "", "4654+8g=", "<HASH>", "00"])
def test_what_is_no_checksum_proves_nothing(claimed: str | None) -> None:
    assert is_intact(DIGEST, claimed)


def test_a_key_is_the_same_for_the_same_message_and_tells_nothing_of_the_shopper() -> None:
    key = key_of("108", "wamid.16505551234", AT, "audio/ogg; codecs=opus")

    assert key == key_of("108", "wamid.16505551234", AT, "audio/ogg; codecs=opus")
    assert key != key_of("109", "wamid.16505551234", AT, "audio/ogg; codecs=opus")
    assert key.startswith("media/whatsapp/2026-11-21/")
    assert "16505551234" not in key


def test_an_unknown_type_is_kept_as_bytes() -> None:
    assert key_of("108", "wamid.A", AT, "../../etc/passwd").endswith(".bin")


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        (MessageKind.IMAGE, 5 * MEGABYTE),
        (MessageKind.AUDIO, 16 * MEGABYTE),
        (MessageKind.VIDEO, 16 * MEGABYTE),
        (MessageKind.DOCUMENT, 100 * MEGABYTE),
        (MessageKind.STICKER, MEGABYTE),
        (MessageKind.TEXT, MEGABYTE),
    ],
)
def test_each_kind_has_its_largest_size(kind: MessageKind, size: int) -> None:
    assert largest(kind) == size
