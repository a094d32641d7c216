import pytest

from functions.seller.planner.variants import (
    neighbour,
    options_said,
    settle,
    value_in_text,
    values_not_offered,
)
from shared.nlu.entities import Entities
from tests.functions.seller.goods import GOODS

GLIDE, _, TRAIL, _, TOTE, CLUTCH = GOODS
COLOURS = ("colour", ("blue", "black"))
BLUE_SIZES = ("size", ("41", "42", "43"))
BLACK_SIZES = ("size", ("41", "42", "43", "44"))
BLUE_42 = {"colour": "blue", "size": "42"}


@pytest.mark.parametrize(
    ("wanted", "options", "asked", "sku", "missing"),
    [
        ({}, {}, COLOURS, None, ()),
        ({"colour": "black"}, {"colour": "black"}, BLACK_SIZES, None, ()),
        ({"colour": "blue"}, {"colour": "blue"}, BLUE_SIZES, None, ()),
        ({"size": "44"}, {"colour": "black", "size": "44"}, None, "GLIDE-BLA-44", ()),
        (BLUE_42, BLUE_42, None, "GLIDE-BLU-42", ()),
        ({"colour": "BLUE", "size": " 42"}, BLUE_42, None, "GLIDE-BLU-42", ()),
        ({"colour": "blue", "size": "44"}, {"colour": "blue"}, BLUE_SIZES, None, ("44",)),
        ({"colour": "pink"}, {}, COLOURS, None, ("pink",)),
        ({"flavour": "mint"}, {}, COLOURS, None, ()),
    ],
)
def test_values_wanted_settle_the_variant(
    wanted: dict[str, str],
    options: dict[str, str],
    asked: tuple[str, tuple[str, ...]] | None,
    sku: str | None,
    missing: tuple[str, ...],
) -> None:
    settled = settle(GLIDE, wanted)

    assert settled.options == options
    assert settled.open == asked
    assert (settled.variant.sku if settled.variant else None) == sku
    assert settled.missing == missing


def test_a_product_with_one_variant_asks_nothing() -> None:
    settled = settle(TOTE, {})

    assert settled.open is None
    assert settled.variant is not None
    assert settled.variant.sku == "TOTE-1"


def test_a_product_without_stock_settles_nothing() -> None:
    settled = settle(CLUTCH, {})

    assert (settled.variant, settled.open) == (None, None)


def test_the_only_value_left_is_not_asked_for() -> None:
    assert settle(TRAIL, {}).options == {"colour": "blue"}


@pytest.mark.parametrize(
    ("said", "options"),
    [
        (Entities(colours=("blue",)), {"colour": "blue"}),
        (Entities(sizes=("42",)), {"size": "42"}),
        (
            Entities(option_values={"size": "41"}, colours=("black",)),
            {"size": "41", "colour": "black"},
        ),
        (Entities(colours=("pink",)), {"colour": "pink"}),
        (Entities(attributes={"storage": "256 GB"}), {}),
        (Entities(), {}),
    ],
)
def test_what_is_said_is_sorted_by_option(said: Entities, options: dict[str, str]) -> None:
    assert options_said(GLIDE, said) == options


def test_values_that_a_product_never_has_are_named() -> None:
    assert values_not_offered(GLIDE, Entities(colours=("pink", "blue"), sizes=("50",))) == (
        "pink",
        "50",
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("42", "42"),
        ("the 42 please", "42"),
        ("2", "42"),
        ("Deep Blue", "deep blue"),
        ("I like deep blue best", "deep blue"),
        ("41 or 42", None),
        ("9", None),
        ("", None),
        ("what?", None),
    ],
)
def test_a_short_answer_names_a_value(text: str, value: str | None) -> None:
    assert value_in_text(("41", "42", "deep blue"), text) == value


@pytest.mark.parametrize(
    ("now", "step", "next_value"),
    [("M", 1, "L"), ("M", -1, "S"), ("L", 1, None), ("S", -1, None), ("XL", 1, None)],
)
def test_a_size_up_or_down_is_the_neighbour(now: str, step: int, next_value: str | None) -> None:
    assert neighbour(("S", "M", "L"), now, step) == next_value
