import pytest

from shared.llm.redact import passes_luhn, redact


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("write to ana.b+shop@mail.example.com now", "write to [email] now"),
        ("call +1 (555) 000-1111 or 5511987654321", "call [phone] or [phone]"),
        ("meu número é (11) 98765-4321", "meu número é [phone]"),
        ("card 4111 1111 1111 1111 please", "card [card] please"),
        ("card 4111-1111-1111-1111", "card [card]"),
        ("Incorrect API key provided: sk-proj-abcdEFGH1234", "Incorrect [secret]"),
        ("Authorization: Bearer abc.def-ghi123", "Authorization: [secret]"),
        ("eyJhbGciOiJI.eyJzdWIiOiIx.c2ln seen", "[secret] seen"),
        ("password: hunter2", "[secret]"),
        ("senha = abc123, depois", "[secret], depois"),
        ("ship to 350 5th Ave, New York, NY 10118", "ship to [address], New York, [address]"),
        ("at 221B Baker Street.", "at [address]"),
        ("Rua das Flores, 123, 01310-100", "[address], [address]"),
        ("Av. Insurgentes Sur 1602", "[address]"),
        ("from US.13491208655302741918 again", "from [person] again"),
        ("x" * 48, "[secret]"),
    ],
)
def test_what_tells_who_somebody_is_goes(text: str, redacted: str) -> None:
    assert redact(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "Aero Glide Running Shoes (blue, 38) for $129.00",
        "order FA-100001 of 2026-11-21",
        "3 of 12 left, 1,234.50 in total",
        "skateboarding is a risk-free thing to ask for",
        "error 429: 5 requests in 60 seconds",
    ],
)
def test_what_tells_nothing_of_anybody_stays(text: str) -> None:
    assert redact(text) == text


def test_the_check_digit_of_cards() -> None:
    assert passes_luhn("4111111111111111")
    assert passes_luhn("378282246310005")
    assert not passes_luhn("4111111111111112")
