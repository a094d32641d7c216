import pytest

from shared.models.cart import Notice
from tests.functions.seller.goods import usd
from tests.functions.seller.shopper import Shopper


def test_the_cart_is_shown_with_sums_and_ways_on(buyer: Shopper) -> None:
    said = buyer.say("show my cart")

    assert "2 × Aero Glide (blue, 42) — $258.00" in said
    assert "*Total: $258.00*" in said
    assert buyer.ids() == ["checkout", "search", "cart:edit"]


def test_an_empty_cart_offers_something_to_look_at(shopper: Shopper) -> None:
    shopper.say("show my cart")

    assert shopper.ids() == ["cat", "search"]


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("make it 3", {"GLIDE-BLU-42": 3}),
        ("change the quantity to 1", {"GLIDE-BLU-42": 1}),
        ("remove it", {}),
        ("remove the aero glide", {}),
    ],
)
def test_a_line_is_changed_by_words(buyer: Shopper, said: str, lines: dict[str, int]) -> None:
    buyer.say(said)

    assert buyer.tools.lines == lines


def test_which_line_is_asked_when_several_could_be_meant(buyer: Shopper) -> None:
    buyer.tools.lines["TOTE-1"] = 1

    buyer.say("remove an item from my cart")
    assert buyer.tools.lines == {"GLIDE-BLU-42": 2, "TOTE-1": 1}
    assert buyer.ids() == ["rm:GLIDE-BLU-42", "rm:TOTE-1", "code", "cart:clear"]

    buyer.tap("rm:TOTE-1")
    assert buyer.tools.lines == {"GLIDE-BLU-42": 2}


def test_a_line_tapped_for_change_asks_how_many(buyer: Shopper) -> None:
    buyer.tap("cart:edit")
    buyer.tap("qty:GLIDE-BLU-42")
    assert buyer.ids()[:2] == ["qty:GLIDE-BLU-42:1", "qty:GLIDE-BLU-42:2"]

    buyer.say("5")

    assert buyer.tools.lines == {"GLIDE-BLU-42": 5}


def test_quantity_zero_removes(buyer: Shopper) -> None:
    buyer.tap("qty:GLIDE-BLU-42:0")

    assert buyer.tools.lines == {}


def test_the_cart_is_emptied_only_after_a_yes(buyer: Shopper) -> None:
    buyer.say("empty my cart")
    assert buyer.tools.lines == {"GLIDE-BLU-42": 2}
    buyer.say("no")
    assert buyer.tools.lines == {"GLIDE-BLU-42": 2}

    buyer.say("empty my cart")
    buyer.say("yes")

    assert buyer.tools.lines == {}


def test_more_than_there_is_becomes_what_there_is_and_is_told(shopper: Shopper) -> None:
    shopper.tap("pick:tote")
    said = shopper.say("add 5")

    assert "2 of Canvas Tote is all that's left" in said
    assert shopper.tools.lines == {"TOTE-1": 2}


def test_something_sold_out_meanwhile_is_told(shopper: Shopper) -> None:
    said = shopper.tap("add:CLUTCH-1")

    assert "Evening Clutch just sold out" in said
    assert shopper.tools.lines == {}


def test_a_code_is_applied_and_taken_away(buyer: Shopper) -> None:
    assert "you save $25.80" in buyer.say("apply code LUNA10")
    assert "is out" in buyer.say("remove the code")
    assert buyer.tools.codes == ()


def test_a_code_asked_for_may_come_alone(buyer: Shopper) -> None:
    buyer.tap("code")
    buyer.say("luna10")

    assert buyer.tools.codes == ("LUNA10",)


def test_an_unknown_code_is_refused_in_words(buyer: Shopper) -> None:
    assert "I don't know the code NOPE99" in buyer.say("use code NOPE99")


@pytest.mark.parametrize(
    ("notice", "told"),
    [
        (
            Notice(code="price_changed", title="Aero Glide", old=usd(12900), new=usd(13900)),
            "Aero Glide now costs $139.00 instead of $129.00",
        ),
        (Notice(code="product_gone", title="Old Boot"), "Old Boot is no longer sold"),
        (Notice(code="code_minimum", code_text="BIG", minimum=usd(50000)), "at least $500.00"),
        (Notice(code="sold_out"), "this item just sold out"),
    ],
)
def test_notices_are_told_with_the_cart(buyer: Shopper, notice: Notice, told: str) -> None:
    buyer.tools.notices = (notice,)

    assert told in buyer.say("show my cart")


def test_a_full_cart_fits_the_message_with_its_total(shopper: Shopper) -> None:
    for size in range(34, 47):
        shopper.tools.lines[f"MARATHON-BLU-{size}"] = 99

    said = shopper.say("show my cart")

    assert "more" in said
    assert "*Total:" in said


def test_what_went_into_the_cart_is_the_carts_to_tell_the_memory(shopper: Shopper) -> None:
    """`store.cart.item.added` does, with colour and size; told twice it would weigh twice."""
    shopper.tap("add:TOTE-1")

    assert shopper.dialogue.cart is not None
    assert shopper.reply.signals == ()


def test_yes_after_the_cart_goes_to_the_checkout(buyer: Shopper) -> None:
    buyer.say("yes")

    assert buyer.dialogue.in_checkout
    assert buyer.answer.ask_location


def test_something_named_that_is_not_in_the_cart_removes_nothing(buyer: Shopper) -> None:
    said = buyer.say("remove the canvas tote")

    assert "isn't in your cart" in said
    assert buyer.tools.lines == {"GLIDE-BLU-42": 2}
