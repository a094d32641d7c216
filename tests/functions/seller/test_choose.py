import pytest

from tests.functions.seller.shopper import Shopper


def test_values_given_in_the_search_are_not_asked_again(shopper: Shopper) -> None:
    shopper.say("blue running shoes size 42")
    shopper.say("the first one")

    assert shopper.ids()[0] == "add:GLIDE-BLU-42"


def test_only_values_in_stock_are_offered(shopper: Shopper) -> None:
    shopper.tap("pick:glide")
    shopper.tap("opt:glide:colour:blue")

    assert shopper.ids() == [f"opt:glide:size:{size}" for size in ("41", "42", "43")]


def test_a_value_out_of_stock_is_told_and_the_rest_offered(shopper: Shopper) -> None:
    shopper.tap("pick:glide")
    shopper.tap("opt:glide:colour:blue")
    said = shopper.say("44")

    assert "44 isn't in stock" in said
    assert shopper.ids()[0] == "opt:glide:size:41"


def test_a_colour_it_never_had_is_told(shopper: Shopper) -> None:
    shopper.tap("pick:glide")
    said = shopper.say("in pink?")

    assert "doesn't come in pink" in said


def test_more_than_ten_values_come_in_pages(shopper: Shopper) -> None:
    shopper.tap("pick:marathon")
    shopper.tap("opt:marathon:colour:blue")
    first = shopper.ids()
    shopper.tap("more:opt")

    assert first == [
        *(f"opt:marathon:size:{size}" for size in range(34, 43)), "more:opt:marathon:1",
    ]  # fmt: skip
    assert shopper.ids() == [
        "opt:marathon:size:43", "opt:marathon:size:45", "opt:marathon:size:46",
        "more:opt:marathon:2",
    ]  # fmt: skip


def test_an_option_button_of_an_old_message_starts_with_its_product(shopper: Shopper) -> None:
    shopper.tap("pick:tote")
    shopper.tap("opt:glide:colour:black")

    assert shopper.dialogue.choice is not None
    assert shopper.dialogue.choice.options == {"colour": "black"}


def test_added_while_a_value_is_missing_it_goes_in_once_that_is_said(shopper: Shopper) -> None:
    shopper.say("show me running shoes")
    shopper.say("add the second one to the cart")
    assert shopper.tools.lines == {}

    shopper.say("red")
    shopper.say("41")

    assert shopper.tools.lines == {"SPRINT-RED-41": 1}


def test_a_quantity_said_before_is_kept(shopper: Shopper) -> None:
    shopper.tap("pick:glide")
    shopper.tap("opt:glide:colour:black")
    shopper.tap("opt:glide:size:42")
    shopper.say("add 2 to the cart")

    assert shopper.tools.lines == {"GLIDE-BLA-42": 2}


def test_a_sold_out_product_shows_others(shopper: Shopper) -> None:
    said = shopper.tap("pick:clutch")

    assert "Evening Clutch is sold out" in said
    assert shopper.ids()[0] == "pick:glide"


def test_few_pieces_left_are_told(shopper: Shopper) -> None:
    assert "Only 2 left" in shopper.tap("pick:tote")


def test_two_products_are_compared(shopper: Shopper) -> None:
    shopper.say("show me running shoes")
    said = shopper.say("compare the first two")

    assert "Aero Glide" in said
    assert "size: 41, 42, 43, 44" in said
    assert "waterproof" not in said, "they have that in common"
    assert shopper.ids() == ["pick:glide", "pick:sprint"]


def test_details_tell_everything(shopper: Shopper) -> None:
    shopper.say("show me running shoes")
    said = shopper.say("tell me more about the third one")

    assert "Terra Trail" in said
    assert "waterproof" in said
    assert "weight: 240 g" in said


@pytest.mark.parametrize(
    ("said", "product"),
    [
        ("2", "sprint"),
        ("the last one", "marathon"),
        ("the cheaper one", "sprint"),
        ("Terra Trail", "trail"),
    ],
)
def test_a_product_is_picked_by_number_place_price_or_name(
    shopper: Shopper, said: str, product: str
) -> None:
    shopper.say("show me running shoes")
    shopper.say(said)

    assert shopper.dialogue.choice is not None
    assert shopper.dialogue.choice.product_id == product


def test_a_place_beyond_the_list_is_asked_back(shopper: Shopper) -> None:
    shopper.say("show me running shoes")
    said = shopper.say("the ninth one")

    assert "4" in said
    assert shopper.asked == []


def test_another_colour_asks_for_the_options_again(shopper: Shopper) -> None:
    shopper.tap("pick:glide")
    shopper.tap("opt:glide:colour:blue")
    shopper.say("42")

    shopper.say("in black?")

    assert shopper.ids()[0] == "add:GLIDE-BLA-42"


def test_a_look_at_a_product_is_remembered(shopper: Shopper) -> None:
    shopper.tap("pick:glide")

    (signal,) = shopper.reply.signals
    assert (signal.kind, signal.product_id, signal.category) == ("view", "glide", "running-shoes")


def test_a_colour_it_never_has_leaves_the_one_chosen_on_offer(shopper: Shopper) -> None:
    shopper.tap("pick:glide")
    shopper.tap("opt:glide:colour:blue")
    shopper.tap("opt:glide:size:42")
    said = shopper.say("hmm, do you have it in pink?")

    assert "doesn't come in pink" in said
    assert "blue, 42" in said


def test_a_number_that_is_no_size_is_told_and_the_sizes_asked_again(shopper: Shopper) -> None:
    shopper.tap("pick:glide")
    shopper.tap("opt:glide:colour:blue")
    said = shopper.say("9")

    assert "doesn't come in 9" in said
    assert shopper.ids() == [f"opt:glide:size:{size}" for size in ("41", "42", "43")]


def test_a_number_beyond_the_list_is_asked_back(shopper: Shopper) -> None:
    shopper.say("I want running shoes")
    said = shopper.say("9")

    assert said == "The list has 4. Which one do you mean?"


def test_a_quantity_before_the_size_is_kept_until_the_size_is_known(shopper: Shopper) -> None:
    shopper.tap("pick:glide")
    shopper.tap("opt:glide:colour:blue")
    shopper.say("ok 2 of them")
    shopper.say("42")

    assert shopper.tools.lines == {"GLIDE-BLU-42": 2}


def test_after_a_comparison_the_cheaper_one_is_one_of_those_compared(shopper: Shopper) -> None:
    shopper.say("show me shoes")
    shopper.say("compare the first and the third")

    listing = shopper.dialogue.listing
    assert listing is not None
    assert len(listing.products) == 2
