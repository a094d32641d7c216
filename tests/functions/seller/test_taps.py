import pytest
from hypothesis import given, strategies as st

from functions.seller.planner.taps import Tap, read_tap, tap_id


@pytest.mark.parametrize(
    ("id_", "tap"),
    [
        ("cart", Tap("cart")),
        ("pick:glide", Tap("pick", ("glide",))),
        ("opt:glide:size:42", Tap("opt", ("glide", "size", "42"))),
        ("", Tap("")),
        (":::", Tap("", ("", "", ""))),
    ],
)
def test_an_id_reads_as_verb_and_arguments(id_: str, tap: Tap) -> None:
    assert read_tap(id_) == tap


@given(st.lists(st.text(max_size=20), max_size=4))
def test_arguments_come_back_whatever_is_in_them(args: list[str]) -> None:
    assert read_tap(tap_id("opt", *args)) == Tap("opt", tuple(args))


def test_a_missing_argument_is_empty() -> None:
    assert Tap("pick").arg(0) == ""
