"""What the shopper has before them: "this one" is the product of the page."""

import pytest

from shared.conversation.dialogue import Question
from shared.models.message import MessageKind
from tests.functions.seller.shopper import Shopper

GLIDE = {"productId": "glide", "category": "running-shoes"}
TOTE = {"productId": "tote", "category": "bags"}


@pytest.mark.parametrize(
    "words",
    [
        "what is it made of?",
        "is this waterproof?",
        "me fala mais sobre esse",
        "¿de qué está hecho?",
    ],
)
def test_a_question_on_a_products_page_is_about_it(shopper: Shopper, words: str) -> None:
    assert "Aero Glide" in shopper.say(words, page=GLIDE)
    assert shopper.dialogue.choice is not None
    assert shopper.dialogue.choice.product_id == "glide"


def test_a_value_asked_for_is_of_the_product_on_the_page(shopper: Shopper) -> None:
    shopper.say("do you have this in size 42?", page=GLIDE)

    assert shopper.dialogue.choice is not None
    assert shopper.dialogue.choice.product_id == "glide"
    assert shopper.dialogue.choice.options["size"] == "42"


def test_it_goes_into_the_cart_from_its_page(shopper: Shopper) -> None:
    shopper.say("add these shoes to my cart, blue in 42", page={**GLIDE, "category": "shoes"})

    assert [event.type for event in shopper.asked][-1] == "store.cart.request"


def test_another_page_is_another_product_whatever_was_asked_last(shopper: Shopper) -> None:
    shopper.say("tell me more about this", page=GLIDE)
    assert "Aero Glide" in shopper.answer.message

    said = shopper.say("and what is this made of?", page=TOTE)

    assert "Aero Glide" not in said
    assert shopper.dialogue.choice is not None
    assert shopper.dialogue.choice.product_id == "tote"


def test_what_was_chosen_in_the_chat_goes_before_a_page_that_did_not_change(
    shopper: Shopper,
) -> None:
    shopper.say("show me running shoes", page=TOTE)
    shopper.tap("pick:")
    chosen = shopper.dialogue.choice
    assert chosen is not None

    shopper.say("tell me more about it", page=TOTE)

    assert shopper.dialogue.choice is not None
    assert shopper.dialogue.choice.product_id == chosen.product_id != "tote"


@pytest.mark.parametrize("words", ["show me bags", "where is my order?", "thanks!"])
def test_words_about_something_else_are_about_something_else(shopper: Shopper, words: str) -> None:
    shopper.say(words, page=GLIDE)

    assert shopper.dialogue.choice is None


def test_another_kind_is_never_the_page_put_into_the_cart(shopper: Shopper) -> None:
    shopper.say("add the bags too", page=GLIDE)

    assert "store.cart.request" not in [event.type for event in shopper.asked]


def test_a_page_the_shop_does_not_know_is_of_no_consequence(shopper: Shopper) -> None:
    assert shopper.say("tell me more about this", page={"productId": "gone"})
    assert shopper.answer.actions


def test_a_question_that_waits_for_a_yes_is_not_led_away_by_a_page(shopper: Shopper) -> None:
    shopper.say("delete all my data")
    assert shopper.dialogue.question == Question.FORGET_CONFIRM

    shopper.send(MessageKind.TEXT, text="hm, what is this?", page=GLIDE)

    assert shopper.dialogue.choice is None
