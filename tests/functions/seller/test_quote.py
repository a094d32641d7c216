"""The quote, and the yes that makes it an order."""

from datetime import timedelta

import pytest

from shared.conversation.dialogue import Question
from shared.events.carts import CartRequested
from shared.events.orders import OrderCreate
from shared.models.cart import Notice
from shared.models.message import MessageKind
from tests.functions.seller.shopper import Shopper

ORDERED = "store.order.create"


def ordered(shopper: Shopper) -> list[str]:
    return [event.quote.id for event in shopper.asked if isinstance(event, OrderCreate)]


def test_the_quote_says_it_all(payer: Shopper) -> None:
    said = payer.answer.message

    for fact in (
        "2 × Aero Glide (blue, 42) — $258.00", "Subtotal: $258.00", "Delivery: $5.95",
        "*Total: $263.95*", "Ana Souza, 12 Main Street, 12345 Springfield",
        "Standard delivery, 3–6 business days", "15 minutes",
    ):  # fmt: skip
        assert fact in said
    quote = payer.dialogue.quote
    assert quote is not None
    assert payer.ids() == [f"confirm:{quote.id}", "checkout:change", f"deny:{quote.id}"]


def test_a_yes_orders_exactly_the_quote(payer: Shopper) -> None:
    quote = payer.dialogue.quote
    assert quote is not None

    payer.say("yes")

    assert ordered(payer) == [quote.id]
    assert payer.tools.orders[0].totals == quote.totals


def test_a_yes_after_something_else_orders_nothing(payer: Shopper) -> None:
    payer.say("what is your return policy?")
    payer.say("yes")

    assert ordered(payer) == []
    assert payer.dialogue.question == Question.CONFIRM_QUOTE, "the quote is shown again"


def test_the_button_of_an_older_quote_never_buys_a_changed_cart(payer: Shopper) -> None:
    old = payer.dialogue.quote
    assert old is not None
    payer.say("make it 5")

    said = payer.tap(f"confirm:{old.id}")

    assert payer.tools.orders == []
    assert "no longer the current one" in said
    assert "5 × Aero Glide" in said


def test_the_button_of_an_older_quote_does_not_confirm_the_newer_one(payer: Shopper) -> None:
    old = payer.dialogue.quote
    assert old is not None
    payer.tap("ship:express")

    said = payer.send(MessageKind.ACTION, action={"id": f"confirm:{old.id}"})

    assert payer.tools.orders == []
    assert "no longer the current one" in said
    assert "Express delivery" in said


def test_a_second_tap_on_the_ordered_quote_shows_that_order(owner: Shopper) -> None:
    placed = owner.dialogue.placed_quote

    said = owner.tap(f"confirm:{placed}")

    assert len(owner.tools.orders) == 1
    assert "FA-100001" in said


def test_an_expired_quote_is_renewed_not_ordered(payer: Shopper) -> None:
    payer.now += timedelta(minutes=16)

    said = payer.say("yes")

    assert payer.tools.orders == []
    assert "expired" in said
    assert payer.dialogue.question == Question.CONFIRM_QUOTE


def test_a_thumbs_up_does_not_spend_money(payer: Shopper) -> None:
    said = payer.send(MessageKind.REACTION, emoji="👍", reply_to="x")

    assert payer.tools.orders == []
    assert "Confirm order" in said


def test_no_leaves_the_cart_as_it_is(payer: Shopper) -> None:
    payer.say("no")

    assert payer.tools.orders == []
    assert payer.tools.lines == {"GLIDE-BLU-42": 2}
    assert payer.dialogue.quote is None


def test_nonsense_before_the_quote_shows_the_quote_again(payer: Shopper) -> None:
    payer.say("xkcd qwrt")

    assert payer.dialogue.question == Question.CONFIRM_QUOTE
    assert payer.ids()[0].startswith("confirm:")


@pytest.mark.parametrize(
    ("tap", "question"),
    [
        ("checkout:address", Question.ADDRESS),
        ("ship", Question.DELIVERY),
        ("checkout:name", Question.RECIPIENT),
        ("code", Question.CODE),
    ],
)
def test_each_part_of_the_order_can_be_changed(
    payer: Shopper, tap: str, question: Question
) -> None:
    payer.tap("checkout:change")
    assert tap in payer.ids()

    payer.tap(tap)

    assert payer.dialogue.question == question


def test_a_country_not_served_is_told_and_another_address_asked(buyer: Shopper) -> None:
    buyer.say("checkout")
    buyer.say("Hauptstrasse 5, 10115 Berlin, Germany")
    said = buyer.tap("ship:standard")

    assert "don't deliver to that country" in said
    assert buyer.dialogue.question == Question.ADDRESS


def test_stock_that_went_meanwhile_is_mended_and_told(payer: Shopper) -> None:
    payer.tools.refusing_quote = [
        Notice(code="stock_short", sku="GLIDE-BLU-42", title="Aero Glide", available=1)
    ]

    said = payer.tap("ship:express")

    assert "1 of Aero Glide is all that's left" in said
    assert payer.tools.lines == {"GLIDE-BLU-42": 1}
    assert payer.dialogue.question == Question.CONFIRM_QUOTE


@pytest.mark.parametrize("reason", ["quote_expired", "quote_changed"])
def test_an_outdated_quote_that_was_refused_is_renewed(payer: Shopper, reason: str) -> None:
    payer.tools.rejecting = "quote_changed" if reason == "quote_changed" else "quote_expired"

    said = payer.say("yes")

    assert "Nothing was charged" in said
    assert payer.dialogue.question == Question.CONFIRM_QUOTE


def test_what_was_sold_to_someone_faster_is_named(payer: Shopper) -> None:
    payer.tools.rejecting = "sold_out"

    said = payer.say("yes")

    assert "Aero Glide (blue, 42): 2 left" in said
    assert payer.ids() == ["checkout", "search", "cart:edit"]


def test_the_last_piece_sold_to_someone_faster_leaves_the_cart_and_leads_to_what_is_like_it(
    payer: Shopper,
) -> None:
    payer.tools.rejecting = "sold_out"
    payer.tools.left = 0

    said = payer.say("yes")

    assert "Aero Glide (blue, 42): sold out" in said
    assert "similar" in said
    assert payer.tools.lines == {}
    assert payer.dialogue.question == Question.CHOOSE_PRODUCT
    assert all(one.startswith("pick:") for one in payer.ids())


def test_what_is_left_after_someone_was_faster_stays_in_the_cart(payer: Shopper) -> None:
    payer.tools.put("TOTE-1", 1, adding=True)
    payer.tap("ship:express")
    payer.tools.rejecting = "sold_out"
    payer.tools.left = 0

    payer.say("yes")

    assert payer.tools.lines == {"TOTE-1": 1}
    assert payer.ids() == ["checkout", "search", "cart:edit"]


def test_an_order_that_did_not_answer_is_not_tried_again(payer: Shopper) -> None:
    payer.tools.failing = {ORDERED}

    said = payer.say("yes")

    assert "My orders" in said
    assert payer.dialogue.quote is None
    payer.tools.failing = set()
    payer.say("yes")
    assert payer.tools.orders == []


def test_the_quote_is_asked_with_address_and_delivery(payer: Shopper) -> None:
    payer.tap("ship:express")

    (asked,) = (event for event in payer.asked if isinstance(event, CartRequested))
    assert asked.action == "quote"
    assert asked.delivery_id == "express"
    assert asked.address is not None
    assert asked.address.line1 == "12 Main Street"
