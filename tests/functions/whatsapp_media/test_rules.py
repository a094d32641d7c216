import base64
import hashlib
from datetime import UTC, datetime

import pytest

from functions.whatsapp_media.checksum import is_intact
from functions.whatsapp_media.hosts import is_trusted
from functions.whatsapp_media.limits import MEGABYTE, largest
from functions.whatsapp_media.place import key_of
from functions.whatsapp_media.sniff import media_type
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


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", True),
        ("https://scontent.xx.fbcdn.net/v/x", True),
        ("https://mmg.whatsapp.net/x", True),
        ("https://graph.facebook.com/v23.0/1", True),
        ("https://partner.example:8443/media/1", True),
        ("http://lookaside.fbsbx.com/x", False),
        ("https://lookaside.fbsbx.com:8443/x", False),
        ("https://evilfbsbx.com/x", False),
        ("https://fbsbx.com.evil.example/x", False),
        ("https://fbsbx.com@evil.example/x", False),
        ("https://user@lookaside.fbsbx.com/x", False),
        ("https://partner.example/media/1", False),
        ("http://169.254.169.254/latest", False),
        ("file:///etc/passwd", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_the_token_goes_to_whatsapp_and_to_the_api_only(url: str, trusted: bool) -> None:  # noqa: FBT001
    assert is_trusted(url, "https://partner.example:8443/v23.0") is trusted


@pytest.mark.parametrize(
    ("head", "claimed", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/jpeg", "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp", "image/webp"),
        (b"OggS\x00\x02", "audio/ogg; codecs=opus", "audio/ogg; codecs=opus"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypmp42", "audio/mp4", "audio/mp4"),
        (b"\xff\xf1\x50", "audio/aac", "audio/aac"),
        (b"\xff\xfb\x90", "audio/mpeg", "audio/mpeg"),
        (b"%PDF-1.7", "application/pdf", "application/pdf"),
        (b"PK\x03\x04", "application/zip", "application/zip"),
        (b"\xff\xfeH\x00i\x00", "text/plain", "text/plain"),
        (b"%PDF-1.7", "image/png", "application/pdf"),
        (b"MZ\x90", "image/png", "application/octet-stream"),
        (b"  <!DOCTYPE html>", "text/plain", "application/octet-stream"),
        (b"<svg xmlns=", "image/svg+xml", "application/octet-stream"),
        (b"hello", "text/html", "application/octet-stream"),
        (b"", "", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_bytes_say(head: bytes, claimed: str, kind: str) -> None:
    assert media_type(head, claimed) == kind
