"""What each meaning leads to, from whatever words it was understood."""

import pytest

from shared.events.products import ProductQuery, ProductRecommend
from shared.models.message import MessageKind
from shared.nlu.intents import Intent
from tests.functions.seller.shopper import Shopper


@pytest.fixture
def looker(shopper: Shopper) -> Shopper:
    """Return a shopper before a list of four shoes."""
    shopper.say("show me running shoes")
    return shopper


@pytest.fixture
def chooser(looker: Shopper) -> Shopper:
    """Return a shopper with one shoe at hand, in blue and 42."""
    looker.tap("opt:glide:colour:blue")
    looker.tap("opt:glide:size:42")
    return looker


def test_several_products_meant_are_asked_back(looker: Shopper) -> None:
    looker.mean(Intent.CHOOSE, product_ids=("glide", "trail"))

    assert looker.ids() == ["pick:glide", "pick:trail"]


def test_a_choice_of_nothing_asks_which(looker: Shopper) -> None:
    looker.mean(Intent.CHOOSE)

    assert looker.ids() == ["pick:glide", "pick:sprint", "pick:trail", "pick:marathon"]


def test_a_choice_without_a_list_shows_what_sells(shopper: Shopper) -> None:
    shopper.mean(Intent.CHOOSE)

    assert isinstance(shopper.asked[0], ProductRecommend)


def test_a_choice_by_words_not_shown_is_searched(shopper: Shopper) -> None:
    shopper.mean(Intent.CHOOSE, terms=("tote",))

    assert "Canvas Tote" in shopper.answer.message


def test_other_options_of_the_product_at_hand_are_asked_afresh(chooser: Shopper) -> None:
    chooser.mean(Intent.CHOOSE, relative="other")

    assert chooser.ids() == ["opt:glide:colour:blue", "opt:glide:colour:black"]


def test_the_product_at_hand_is_added_with_its_quantity(chooser: Shopper) -> None:
    chooser.mean(Intent.ADD_TO_CART, quantity=3)

    assert chooser.tools.lines == {"GLIDE-BLU-42": 3}


def test_another_value_said_while_adding_is_taken(chooser: Shopper) -> None:
    chooser.mean(Intent.ADD_TO_CART, option_values={"colour": "black"})

    assert chooser.tools.lines == {"GLIDE-BLA-42": 1}


def test_adding_points_at_the_list_before_the_product_at_hand(chooser: Shopper) -> None:
    chooser.mean(Intent.ADD_TO_CART, product_ids=("tote",))

    assert chooser.tools.lines == {"TOTE-1": 1}


@pytest.mark.parametrize(
    ("relative", "size"), [("bigger", "43"), ("smaller", "41"), ("cheaper", "42")]
)
def test_a_size_up_or_down_is_the_next_value(chooser: Shopper, relative: str, size: str) -> None:
    chooser.mean(Intent.CHOOSE_OPTION, relative=relative)

    assert chooser.dialogue.choice is not None
    assert chooser.dialogue.choice.options == {"colour": "blue", "size": size}


def test_an_option_of_a_shown_product_picks_it(looker: Shopper) -> None:
    looker.mean(Intent.CHOOSE_OPTION, product_ids=("glide",), colours=("black",))

    assert looker.dialogue.choice is not None
    assert looker.dialogue.choice.options == {"colour": "black"}


def test_an_option_of_no_product_narrows_the_list(looker: Shopper) -> None:
    looker.mean(Intent.CHOOSE_OPTION, colours=("red",))

    (query,) = looker.asked
    assert isinstance(query, ProductQuery)
    assert query.search is not None
    assert (query.search.category, query.search.colours) == ("running-shoes", ("red",))


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ({"product_ids": ("glide", "trail")}, ["pick:glide", "pick:trail"]),
        ({"terms": ("tote",)}, ["pick:tote"]),
        ({}, ["pick:glide", "pick:sprint", "pick:trail", "pick:marathon"]),
    ],
)
def test_details_of_no_one_product_ask_or_search(
    looker: Shopper, said: dict[str, tuple[str, ...]], ids: list[str]
) -> None:
    looker.mean(Intent.PRODUCT_DETAILS, "…", **said)

    assert looker.ids() == ids


def test_a_wish_for_more_tells_more_of_the_product_at_hand(chooser: Shopper) -> None:
    assert "weight: 240 g" in chooser.mean(Intent.SEARCH)


def test_the_product_at_hand_is_compared_with_the_one_meant(chooser: Shopper) -> None:
    chooser.mean(Intent.COMPARE, product_ids=("tote",))

    assert chooser.ids() == ["pick:glide", "pick:tote"]


def test_nothing_to_compare_shows_what_sells(shopper: Shopper) -> None:
    shopper.mean(Intent.COMPARE)

    assert isinstance(shopper.asked[0], ProductRecommend)


def test_a_recommendation_with_wishes_is_a_search(shopper: Shopper) -> None:
    shopper.mean(Intent.RECOMMEND, category="bags")

    assert isinstance(shopper.asked[0], ProductQuery)


def test_a_recommendation_beside_a_product_is_like_it(chooser: Shopper) -> None:
    chooser.mean(Intent.RECOMMEND)

    (asked,) = chooser.asked
    assert isinstance(asked, ProductRecommend)
    assert (asked.kind, asked.product_id) == ("similar", "glide")


@pytest.mark.parametrize(
    ("words", "told"),
    [("is it waterproof?", "weight: 240 g"), ("add this to my cart", "Aero Glide")],
)
def test_a_product_of_an_advertisement_is_what_is_talked_of(
    shopper: Shopper, words: str, told: str
) -> None:
    assert told in shopper.send(MessageKind.TEXT, text=words, product_hint="glide")


def test_unclear_words_may_be_a_known_question(shopper: Shopper) -> None:
    shopper.tools.faq_for_words = True

    assert "You have 30 days." in shopper.mean(Intent.UNCLEAR, "sending back thingies")
    assert shopper.dialogue.failures == 0


def test_unclear_words_may_name_a_product(shopper: Shopper) -> None:
    said = shopper.mean(Intent.UNCLEAR, "terra")

    assert "Terra Trail" in said
    assert shopper.ids() == ["pick:trail"]
