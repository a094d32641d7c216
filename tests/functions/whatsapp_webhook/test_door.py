import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from functions.whatsapp_webhook.arrival import sent_at
from functions.whatsapp_webhook.body import UnreadableBodyError, read_json
from functions.whatsapp_webhook.signature import challenge_answer, is_signed

SECRET = "app-secret"
RAW = '{"text":"olá 👋"}'.encode()
SIGNED = "sha256=" + hmac.new(SECRET.encode(), RAW, hashlib.sha256).hexdigest()
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_metas_signature_over_the_raw_bytes_is_accepted() -> None:
    assert is_signed(SECRET, RAW, SIGNED)


@pytest.mark.parametrize(
    ("secret", "raw", "header"),
    [
        (SECRET, RAW + b" ", SIGNED),
        (SECRET, RAW[:-1], SIGNED),
        ("other", RAW, SIGNED),
        (SECRET, RAW, None),
        (SECRET, RAW, ""),
        (SECRET, RAW, "sha256="),
        (SECRET, RAW, SIGNED.removeprefix("sha256=")),
        (SECRET, RAW, SIGNED[:-1] + "é"),
        (SECRET, RAW, SIGNED.replace("sha256", "sha1")),
        ("", RAW, "sha256=" + hmac.new(b"", RAW, hashlib.sha256).hexdigest()),
        (None, RAW, SIGNED),
    ],
)
def test_any_other_signature_is_refused(secret: str | None, raw: bytes, header: str | None) -> None:
    assert not is_signed(secret, raw, header)


def test_metas_challenge_is_echoed_to_whoever_knows_the_token() -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "t", "hub.challenge": "42"}

    assert challenge_answer("t", query) == "42"
    assert challenge_answer("é", {**query, "hub.verify_token": "é"}) == "42"


@pytest.mark.parametrize(
    ("token", "change"),
    [
        ("t", {"hub.verify_token": "x"}),
        ("t", {"hub.mode": "unsubscribe"}),
        ("t", {"hub.challenge": ""}),
        ("", {"hub.verify_token": ""}),
        (None, {}),
    ],
)
def test_any_other_challenge_is_not(token: str | None, change: dict[str, str]) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "t", "hub.challenge": "42", **change}

    assert challenge_answer(token, query) is None


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"\xff", b"NaN", b'{"a": Infinity}', b"[" * 100_000, b"9" * 5000, b"null x"],
)
def test_bytes_that_are_not_json_are_refused_with_one_error(raw: bytes) -> None:
    with pytest.raises(UnreadableBodyError):
        read_json(raw)


def test_half_a_surrogate_pair_is_replaced_and_a_whole_one_kept() -> None:
    value = read_json(rb'{"a\uD83D": ["\ud83d", "\ud83d\ude00", 1, null]}')

    assert value == {"a\ufffd": ["\ufffd", "😀", 1, None]}


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        (NOW - timedelta(days=3), NOW - timedelta(days=3)),
        (NOW, NOW),
        (NOW + timedelta(seconds=1), NOW),
        (NOW + timedelta(days=900), NOW),
        (NOW - timedelta(days=8), NOW),
        (None, NOW),
    ],
)
def test_a_time_that_cannot_be_is_now(claimed: datetime | None, expected: datetime) -> None:
    assert sent_at(claimed, NOW) == expected
