import pytest
from hypothesis import given, strategies as st

from shared.text import clean, fit, length, one_line


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("  hello\x00\x07 ", "hello"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("a\tb", "a b"),
        ("\u202eevil\u202c", "evil"),
        ("pay\U000e0070\U000e0061y", "payy"),
        ("half \ud83d emoji", "half  emoji"),
        ("👩\u200d👧 👍🏽 é", "👩\u200d👧 👍🏽 é"),
    ],
)
def test_what_is_invisible_or_misleading_is_removed(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


def test_one_line_has_single_spaces_only() -> None:
    assert one_line(" a \n\n b\t c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "limit", "fitted"),
    [
        ("short", 5, "short"),
        ("Waterproof trail running shoe", 24, "Waterproof trail…"),
        ("Waterproof-trail-running", 12, "Waterproof-…"),
        ("one two", 4, "one…"),
        ("abcdef", 1, "…"),
        ("abcdef", 0, ""),
        ("abc👍🏽def", 6, "abc…"),
        ("ab🇧🇷🇧🇷cd", 8, "ab🇧🇷…"),
        ("abe\u0301fgh", 4, "ab…"),
        ("x👩\u200d👧yz", 6, "x…"),
    ],
)
def test_a_cut_is_between_words_and_never_inside_a_character(
    text: str, limit: int, fitted: str
) -> None:
    assert fit(text, limit) == fitted


@given(st.text(), st.integers(0, 40))
def test_a_fitted_text_is_within_its_limit(text: str, limit: int) -> None:
    fitted = fit(text, limit)

    assert length(fitted) <= limit
    assert fitted == text or fitted.endswith("…") or limit == 0


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_can_be_encoded(text: str) -> None:
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    cleaned.encode()
