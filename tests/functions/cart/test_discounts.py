from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from functions.cart.codes import DiscountCode, KnownCode, normalise
from functions.cart.discounts import Discounts, discount
from functions.cart.pricing import price
from functions.cart.state import CartLine
from tests.functions.cart.making import NOW, SHOE, code, product, shop, usd


def take_off(
    *codes: DiscountCode | KnownCode, amounts: tuple[int, ...] = (6000, 2500)
) -> Discounts:
    """Apply the codes to a sneaker and other goods of category bags, by price."""
    first = SHOE.model_copy(
        update={"variants": (SHOE.variants[0].model_copy(update={"price": usd(amounts[0])}),)}
    )
    others = [product(f"bag-{index}", amount) for index, amount in enumerate(amounts[1:])]
    sold = shop(first, *others, codes=codes)
    lines = tuple(
        CartLine(
            sku=one.variants[0].sku,
            product_id=one.id,
            title="-",
            quantity=1,
            price=one.variants[0].price,
        )
        for one in (first, *others)
    )
    texts = [one.code.code if isinstance(one, KnownCode) else one.code for one in codes]
    return discount(price(lines, sold, "en").lines, texts, sold)


def test_a_percent_code_takes_its_part_off_every_line() -> None:
    taken = take_off(code("TEN"))

    assert taken.amounts == (600, 250)
    assert taken.applied == ("TEN",)
    assert taken.refused == ()


def test_a_fixed_code_is_split_over_the_lines_without_losing_a_cent() -> None:
    taken = take_off(code("FIX", "fixed", amount=usd(1000)), amounts=(3333, 3333, 3334))

    assert taken.amounts == (333, 333, 334)


def test_a_fixed_code_takes_no_more_than_the_goods_cost() -> None:
    taken = take_off(code("FIX", "fixed", amount=usd(99_999)))

    assert taken.amounts == (6000, 2500)


def test_a_free_shipping_code_leaves_the_lines_alone() -> None:
    taken = take_off(code("SHIP", "free_shipping"))

    assert taken.amounts == (0, 0)
    assert taken.free_shipping


def test_a_category_code_counts_for_the_categories_below_too() -> None:
    taken = take_off(code("SHOES", categories=("shoes",), basis_points=5000))

    assert taken.amounts == (3000, 0)


def test_stackable_codes_apply_one_after_the_other() -> None:
    taken = take_off(
        code("TEN", stackable=True), code("FIX", "fixed", amount=usd(1000), stackable=True)
    )

    assert taken.amounts == (600 + 706, 250 + 294)
    assert taken.applied == ("TEN", "FIX")


@pytest.mark.parametrize(("first", "second"), [(False, True), (True, False), (False, False)])
def test_a_code_that_does_not_stack_goes_alone(first: bool, second: bool) -> None:  # noqa: FBT001
    taken = take_off(code("ONE", stackable=first), code("TWO", stackable=second))

    assert taken.applied == ("ONE",)
    assert [(one.code, one.code_text) for one in taken.refused] == [("code_not_stackable", "TWO")]


@pytest.mark.parametrize(
    ("fields", "uses", "why"),
    [
        ({"active": False}, {}, "code_unknown"),
        ({"valid_from": NOW + timedelta(seconds=1)}, {}, "code_not_yet"),
        ({"valid_until": NOW}, {}, "code_expired"),
        ({"limit_total": 3}, {"uses": 3}, "code_used_up"),
        ({"limit_per_customer": 1}, {"uses": 9, "customer_uses": 1}, "code_used_up"),
        ({"minimum": usd(8501)}, {}, "code_minimum"),
        ({"categories": ("hats",)}, {}, "code_not_applicable"),
        (
            {"minimum": {"amount_minor": 1, "currency": "BRL"}},
            {},
            "code_not_applicable",
        ),
        ({"categories": ("bags",), "minimum": usd(2501)}, {}, "code_minimum"),
    ],
)
def test_a_code_that_does_not_count_takes_nothing_off_and_says_why(
    fields: dict[str, Any], uses: dict[str, int], why: str
) -> None:
    taken = take_off(KnownCode(code=code("NO", **fields), **uses))

    assert taken.amounts == (0, 0)
    assert [one.code for one in taken.refused] == [why]


@pytest.mark.parametrize(
    ("fields", "uses"),
    [
        ({"valid_from": NOW}, {}),
        ({"valid_until": NOW + timedelta(seconds=1)}, {}),
        ({"limit_total": 3}, {"uses": 2}),
        ({"limit_per_customer": 2}, {"uses": 9, "customer_uses": 1}),
        ({"minimum": usd(8500)}, {}),
    ],
)
def test_a_code_counts_up_to_its_very_bounds(fields: dict[str, Any], uses: dict[str, int]) -> None:
    taken = take_off(KnownCode(code=code("YES", **fields), **uses))

    assert taken.applied == ("YES",)


def test_a_code_is_read_however_it_is_typed() -> None:
    assert normalise(" welcome 10\n") == "WELCOME10"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "percent", "basis_points": 0},
        {"kind": "percent", "basis_points": 10_001},
        {"kind": "fixed"},
        {"kind": "fixed", "amount": usd(0)},
        {"kind": "percent", "basis_points": 1, "valid_from": "2026-01-01T00:00:00"},
        {"kind": "percent", "basis_points": 1, "code": "has space"},
    ],
)
def test_a_code_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DiscountCode.model_validate({"code": "X1", **fields})
