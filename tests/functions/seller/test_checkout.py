import pytest

from shared.conversation.dialogue import Question
from shared.events.orders import OrderCreate
from shared.models.message import MessageKind
from tests.functions.seller.shopper import Shopper

ORDERED = "store.order.create"


def ordered(shopper: Shopper) -> list[str]:
    return [event.quote.id for event in shopper.asked if isinstance(event, OrderCreate)]


def test_an_empty_cart_is_not_checked_out(shopper: Shopper) -> None:
    said = shopper.say("checkout")

    assert "cart" in said
    assert not shopper.dialogue.in_checkout


def test_half_an_address_is_completed(buyer: Shopper) -> None:
    buyer.say("checkout")
    assert "“12 Main Street”" in buyer.say("12 Main Street")
    buyer.say("Springfield 12345")

    address = buyer.dialogue.address
    assert address is not None
    assert (address.line1, address.city, address.postcode) == (
        "12 Main Street",
        "Springfield",
        "12345",
    )


def test_a_location_is_read_back_before_it_is_used(buyer: Shopper) -> None:
    buyer.say("checkout")
    place = {"latitude": 1.0, "longitude": 2.0, "address": "Rua Augusta 100, São Paulo"}

    said = buyer.send(MessageKind.LOCATION, location=place)
    assert "Rua Augusta 100, São Paulo" in said
    assert buyer.dialogue.address is None

    buyer.say("yes")
    assert buyer.dialogue.address is not None
    assert buyer.dialogue.address.latitude == 1.0
    assert buyer.ids() == ["ship:standard", "ship:express"]


def test_a_thumbs_up_says_yes_to_an_address(buyer: Shopper) -> None:
    buyer.say("checkout")
    place = {"latitude": 1.0, "longitude": 2.0, "address": "Rua Augusta 100, São Paulo"}
    buyer.send(MessageKind.LOCATION, location=place)

    buyer.send(MessageKind.REACTION, emoji="👍🏽", reply_to="x")

    assert buyer.dialogue.address is not None


def test_a_bare_pin_is_asked_for_in_words(buyer: Shopper) -> None:
    buyer.say("checkout")

    said = buyer.send(MessageKind.LOCATION, location={"latitude": 1.0, "longitude": 2.0})

    assert "type the address" in said
    assert buyer.dialogue.question == Question.ADDRESS


def test_a_shopper_without_a_name_is_asked_for_one() -> None:
    shopper = Shopper(profile_name="")
    shopper.tap("add:TOTE-1")
    shopper.say("checkout")
    asked = shopper.say("12 Main Street, Springfield 12345")
    assert "name" in asked

    shopper.say("Maria da Silva")
    shopper.tap("ship:standard")

    assert shopper.dialogue.quote is not None
    assert shopper.dialogue.quote.address.name == "Maria da Silva"


def test_delivery_prices_are_those_for_this_cart(buyer: Shopper) -> None:
    buyer.tools.lines["GLIDE-BLU-42"] = 5
    buyer.say("checkout")
    said = buyer.say("12 Main Street, Springfield 12345")

    assert "Standard delivery: free, 3–6 business days" in said
    assert "Express delivery: $14.95, 1–2 business days" in said


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("standard", "standard"),
        ("the cheaper one", "standard"),
        ("2", "express"),
        ("express", "express"),
    ],
)
def test_delivery_is_chosen_by_words(buyer: Shopper, said: str, chosen: str) -> None:
    buyer.say("checkout")
    buyer.say("12 Main Street, Springfield 12345")
    buyer.say(said)

    assert buyer.dialogue.quote is not None
    assert buyer.dialogue.quote.delivery.id == chosen


def test_an_address_volunteered_is_kept_for_the_checkout(buyer: Shopper) -> None:
    buyer.say("my address is 12 Main Street, Springfield 12345")
    buyer.say("checkout")

    assert buyer.ids() == ["ship:standard", "ship:express"]
