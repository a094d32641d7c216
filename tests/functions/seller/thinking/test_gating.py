"""What a shopper sees while the model still speaks."""

import pytest
from hypothesis import given, strategies as st

from functions.seller.thinking.gating import Gate
from shared.grounds.problem import Problem


def no_money(text: str) -> tuple[Problem, ...]:
    return (Problem("amount", "$"),) if "$" in text else ()


def heard(*pieces: str) -> list[str]:
    gate = Gate(no_money)
    return [gate.hear(piece) for piece in pieces]


def test_words_wait_for_the_end_of_their_sentence() -> None:
    assert heard("These run ", "well", ". They", " are light.", " ") == [
        "",
        "",
        "These run well.",
        "",
        " They are light.",
    ]


def test_after_a_sentence_that_may_not_be_said_nothing_more_is_shown() -> None:
    assert heard("Good shoes. ", "Only $1. ", "Buy them now. ") == ["Good shoes.", "", ""]


def test_a_mark_is_never_seen_not_even_half_of_it() -> None:
    assert heard("Here: [[gl", "ide. ", "x]] they are. ") == ["", "", "Here: they are."]


@pytest.mark.parametrize(
    "hidden", ["![x](https://evil.example). ", "<img src=x>. ", "[a](https://evil.example). "]
)
def test_what_a_browser_would_fetch_is_held_back(hidden: str) -> None:
    assert heard(hidden) == [""]


def test_another_model_starts_with_an_open_gate() -> None:
    gate = Gate(no_money)
    gate.hear("Only $1. ")

    gate.restart()

    assert gate.hear("Good shoes. ") == "Good shoes."


def test_a_mark_that_is_only_begun_is_held_back_whatever_was_closed_before() -> None:
    assert heard("]][[\n", "glide]] run well. ") == ["", "]] run well."]


@given(st.text(alphabet="ab. $[]\n", max_size=60), st.integers(1, 7))
def test_however_it_is_cut_nothing_forbidden_is_shown(text: str, size: int) -> None:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]

    shown = "".join(heard(*pieces))

    assert "$" not in shown
    assert "[[" not in shown or "]]" not in shown
