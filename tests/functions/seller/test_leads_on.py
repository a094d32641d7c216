"""Taps, tools that are down, and answers that come early, late or curtly."""

import pytest

from functions.seller.steps import HandOff
from shared.conversation.dialogue import Question
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
