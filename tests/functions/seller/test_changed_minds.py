"""What shoppers say when they change their mind, or wonder whom they talk to."""

from shared.models.cart import Notice
from shared.models.order import ReturnView
from tests.functions.seller.shopper import Shopper


def test_cancel_while_the_address_is_asked_for_leaves_the_checkout(shopper: Shopper) -> None:
    shopper.tools.lines = {"GLIDE-BLU-42": 1}
    shopper.say("checkout")
    said = shopper.say("cancel")

    assert said == "All right, nothing was ordered. Your cart stays as it is."
    assert not shopper.dialogue.in_checkout


def test_an_address_where_delivery_is_asked_for_replaces_the_one_before(shopper: Shopper) -> None:
    shopper.tools.lines = {"GLIDE-BLU-42": 1}
    shopper.say("checkout")
    shopper.say("350 5th Ave, New York, NY 10118")
    shopper.say("calle Gran Vía 28, 3º B, 28013 Madrid")

    address = shopper.dialogue.address
    assert address is not None
    assert (address.city, address.country) == ("Madrid", "ES")


def test_asked_whether_it_is_human_the_seller_says_what_it_is(shopper: Shopper) -> None:
    said = shopper.say("are you human?")

    assert "not a person" in said
    assert "person" in shopper.ids()


def test_wanting_two_of_what_is_in_the_cart_makes_it_two(shopper: Shopper) -> None:
    shopper.tap("pick:glide")
    shopper.tap("opt:glide:colour:blue")
    shopper.tap("opt:glide:size:42")
    shopper.say("add it")
    shopper.say("I want two")

    assert shopper.tools.lines == {"GLIDE-BLU-42": 2}


def test_removing_one_of_three_leaves_two(shopper: Shopper) -> None:
    shopper.tools.lines = {"GLIDE-BLU-42": 3}
    shopper.say("show my cart")
    shopper.say("remove one")

    assert shopper.tools.lines == {"GLIDE-BLU-42": 2}


def test_what_was_ordered_is_no_longer_the_cart(shopper: Shopper) -> None:
    shopper.tools.lines = {"GLIDE-BLU-42": 1}
    shopper.say("checkout")
    shopper.say("350 5th Ave, New York, NY 10118")
    shopper.say("express")
    shopper.say("yes")

    assert shopper.dialogue.cart is None


def test_an_order_tells_what_is_on_its_way_back(shopper: Shopper) -> None:
    shopper.tools.lines = {"GLIDE-BLU-42": 1}
    shopper.say("checkout")
    shopper.say("350 5th Ave, New York, NY 10118")
    shopper.say("express")
    shopper.say("yes")
    back = ReturnView(id="r1", skus=("GLIDE-BLU-42",), status="announced")
    shopper.tools.orders[0] = shopper.tools.orders[0].model_copy(update={"returns": (back,)})

    assert "↩ Coming back: Aero Glide." in shopper.say("where is my order?")


def test_nothing_left_of_a_line_is_sold_out(shopper: Shopper) -> None:
    shopper.tools.notices = (Notice(code="stock_short", title="Aero Glide", available=0),)
    shopper.tools.lines = {"GLIDE-BLU-42": 1}

    assert "Aero Glide just sold out, sorry." in shopper.say("show my cart")
