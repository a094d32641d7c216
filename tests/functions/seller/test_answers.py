import pytest

from functions.seller.planner.answers import button, clip, fitted, row, shortened
from shared.models.message import Action, Answer


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("a long title of words", 12, "a long…"),
        ("unbreakablewordthatislong", 10, "unbreakab…"),
    ],
)
def test_text_is_clipped_after_a_word(text: str, limit: int, clipped: str) -> None:
    assert clip(text, limit) == clipped
    assert len(clip(text, limit)) <= limit


def test_a_row_keeps_a_long_title_whole_in_its_description() -> None:
    made = row("Waterproof Trail Running Shoes", "pick:x", "$99.00")

    assert made.title == "Waterproof Trail…"
    assert made.description == "$99.00 · Waterproof Trail Running Shoes"


def test_an_answer_keeps_each_action_once_and_ten_at_most() -> None:
    rows = tuple(row(f"Row {n}", f"pick:{n % 15}") for n in range(30))

    kept = fitted(Answer(message="Which?", actions=rows)).actions

    assert [each.id for each in kept] == [f"pick:{n}" for n in range(10)]


def test_an_action_that_no_channel_takes_is_left_out() -> None:
    untitled = Action(id="x", title=" ")

    assert fitted(Answer(message="Hi", actions=(untitled, button("Go", "go")))).actions == (
        button("Go", "go"),
    )


@pytest.mark.parametrize(("actions", "limit"), [((), 4096), ((button("Go", "go"),), 1024)])
def test_text_fits_what_carries_it(actions: tuple[Action, ...], limit: int) -> None:
    assert len(fitted(Answer(message="x" * 5000, actions=actions)).message) == limit


def test_a_long_list_is_shortened_before_its_end_is_lost() -> None:
    text = shortened(lambda count: "line " * 50 * count + "total", 8)

    assert text.endswith("total")
    assert len(text) <= 1024
    assert text.count("line") == 200


def test_a_list_that_never_fits_keeps_one_line() -> None:
    assert shortened(lambda count: "x" * 2000 * count, 8) == "x" * 2000
