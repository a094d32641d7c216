"""What each meaning leads to, from whatever words it was understood."""

import pytest

from functions.seller.steps import HandOff
from shared.conversation.dialogue import Question
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


@pytest.mark.parametrize(
    "intent",
    [
        Intent.SEARCH, Intent.RECOMMEND, Intent.ADD_TO_CART, Intent.PRODUCT_DETAILS,
        Intent.COMPARE, Intent.CHOOSE, Intent.VIEW_CART, Intent.SET_QUANTITY,
        Intent.REMOVE_FROM_CART, Intent.APPLY_CODE, Intent.CHECKOUT, Intent.ORDER_STATUS,
        Intent.ORDER_HISTORY, Intent.CANCEL_ORDER, Intent.RETURN_ORDER, Intent.REFUND, Intent.PAY,
    ],
)  # fmt: skip
def test_with_every_tool_down_the_shopper_is_told(intent: Intent) -> None:
    shopper = Shopper()
    shopper.say("show me running shoes")
    shopper.dialogue = shopper.dialogue.noting(order_number="FA-100001")
    shopper.tools.failing = {
        "store.product.query", "store.product.recommend", "store.cart.request",
        "store.order.request",
    }  # fmt: skip

    said = shopper.mean(intent, product_ids=("glide", "sprint"), code="X", terms=("shoe",))

    assert said
    assert isinstance(shopper.last, HandOff) or shopper.ids()


@pytest.mark.parametrize(
    ("tap", "question"),
    [
        ("cart:clear", Question.CLEAR_CONFIRM),
        ("confirm:clear", Question.NONE),
        ("confirm:address", Question.ADDRESS),
        ("deny:address", Question.ADDRESS),
        ("deny:forget", Question.NONE),
        ("deny:cancel", Question.NONE),
        ("deny:q1", Question.NONE),
        ("confirm", Question.ADDRESS),
        ("code:LUNA10", Question.NONE),
        ("qty", Question.NONE),
        ("rm", Question.NONE),
        ("add", Question.NONE),
        ("pick", Question.CHOOSE_PRODUCT),
        ("opt:glide", Question.CHOOSE_VARIANT),
        ("pay", Question.ADDRESS),
        ("faq", Question.NONE),
        ("rate:5", Question.NONE),
        ("stop", Question.NONE),
        ("never:heard:of", Question.NONE),
    ],
)
def test_every_tap_leads_somewhere(buyer: Shopper, tap: str, question: Question) -> None:
    assert buyer.send(MessageKind.ACTION, action={"id": tap})
    assert buyer.dialogue.question == question


@pytest.mark.parametrize("action", ["cancel", "return"])
def test_a_tapped_yes_needs_no_memory_of_the_question(owner: Shopper, action: str) -> None:
    owner.say("hello")
    owner.tap(f"confirm:{action}:FA-100001")

    assert owner.tools.orders[0].status == {"cancel": "cancelled", "return": "returned"}[action]


def test_the_address_of_an_order_may_come_with_the_wish(owner: Shopper) -> None:
    owner.mean(
        Intent.CHANGE_ADDRESS,
        address={"line1": "9 Oak Avenue", "city": "Reno", "postcode": "89501"},
    )

    assert "9 Oak Avenue" in owner.answer.message


def test_half_an_address_of_an_order_is_completed(owner: Shopper) -> None:
    owner.tap("order:FA-100001:address")
    owner.say("9 Oak Avenue")
    assert owner.dialogue.question == Question.ORDER_ADDRESS

    owner.say("Reno 89501")

    assert "9 Oak Avenue, 89501 Reno" in owner.answer.message


def test_an_order_is_sent_to_a_place_on_the_map(owner: Shopper) -> None:
    owner.tap("order:FA-100001:address")
    bare = owner.send(MessageKind.LOCATION, location={"latitude": 1.0, "longitude": 2.0})
    assert "type the address" in bare

    place = {"latitude": 1.0, "longitude": 2.0, "address": "9 Oak Avenue, Reno"}
    owner.send(MessageKind.LOCATION, location=place)

    assert "9 Oak Avenue, Reno" in owner.answer.message


def test_a_change_of_address_during_the_checkout_is_for_this_order(payer: Shopper) -> None:
    payer.mean(Intent.CHANGE_ADDRESS)

    assert payer.dialogue.question == Question.ADDRESS


def test_an_address_is_changed_back_by_a_no(owner: Shopper) -> None:
    owner.tap("order:FA-100001:address")
    owner.say("no")

    assert owner.dialogue.task is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question.ADDRESS, "no"), (Question.RECIPIENT, "no"), (Question.DELIVERY, "no"),
        (Question.CONFIRM_QUOTE, "no"),
    ],
)  # fmt: skip
def test_a_no_leaves_the_checkout(buyer: Shopper, question: Question, words: str) -> None:
    buyer.dialogue = buyer.dialogue.noting(question=question, in_checkout=True)

    buyer.say(words)

    assert not buyer.dialogue.in_checkout


def test_a_delivery_option_named_early_is_kept(buyer: Shopper) -> None:
    buyer.mean(Intent.CHOOSE_DELIVERY, "express please", delivery="express")

    assert buyer.dialogue.delivery_id == "express"
    assert buyer.dialogue.question == Question.ADDRESS


def test_a_question_about_delivery_without_a_cart_is_answered(shopper: Shopper) -> None:
    assert "3 to 6 days." in shopper.mean(Intent.CHOOSE_DELIVERY, "express", delivery="express")


def test_a_new_address_may_answer_the_one_read_back(buyer: Shopper) -> None:
    buyer.say("checkout")
    place = {"latitude": 1.0, "longitude": 2.0, "address": "Rua Augusta 100, São Paulo"}
    buyer.send(MessageKind.LOCATION, location=place)
    buyer.say("no")
    buyer.say("12 Main Street, Springfield 12345")

    assert buyer.dialogue.address is not None
    assert buyer.dialogue.address.line1 == "12 Main Street"


def test_yes_to_nothing_adds_what_is_at_hand(chooser: Shopper) -> None:
    chooser.dialogue = chooser.dialogue.noting(question=Question.NONE)

    chooser.say("yes")

    assert chooser.tools.lines == {"GLIDE-BLU-42": 1}


def test_yes_to_nothing_at_all_asks_what_is_next(shopper: Shopper) -> None:
    shopper.mean(Intent.CONFIRM)

    assert shopper.ids() == ["cat", "search", "menu"]


def test_a_question_is_no_address(buyer: Shopper) -> None:
    buyer.say("checkout")
    buyer.say("is it waterproof?")

    assert buyer.dialogue.address_draft is None
