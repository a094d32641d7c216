from collections.abc import Callable

import pytest

from shared.nlu.context import ShownProduct
from shared.nlu.meaning import Understanding

Read = Callable[..., Understanding]


@pytest.mark.parametrize(
    ("message", "product"),
    [
        ("the second one", "trail"),
        ("2", "trail"),
        ("#2", "trail"),
        ("number 3 please", "city"),
        ("quero o 2", "trail"),
        ("o primeiro, por favor", "cloud"),
        ("me gusta el segundo", "trail"),
        ("el último", "city"),
        ("the cheaper one", "trail"),
        ("o mais barato", "trail"),
        ("el más barato", "trail"),
        ("the most expensive one", "city"),
        ("the red one", "trail"),
        ("o azul", "cloud"),
        ("trail racer", "trail"),
        ("the city walker", "city"),
        ("the blue one in 42", "cloud"),
    ],
)
def test_what_points_at_the_last_list_chooses_from_it(
    read: Read, shown: tuple[ShownProduct, ...], message: str, product: str
) -> None:
    understood = read(message, shown_products=shown)

    assert (understood.intent, understood.entities.product_ids) == ("choose", (product,))


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("more", "search"),
        ("show me more", "search"),
        ("mais opções", "search"),
        ("something else", "search"),
        ("anything cheaper?", "search"),
        ("tem mais barato?", "search"),
        ("under 100", "search"),
        ("I want a red dress", "search"),
        ("how much is the second one?", "product_details"),
        ("tell me more about the first", "product_details"),
        ("add the second one to my cart", "add_to_cart"),
        ("compare the first and the third", "compare"),
    ],
)
def test_a_list_does_not_hide_other_wishes(
    read: Read, shown: tuple[ShownProduct, ...], message: str, intent: str
) -> None:
    assert read(message, shown_products=shown).intent == intent


@pytest.mark.parametrize(
    ("message", "pending", "values"),
    [
        ("in black?", "none", {"colour": "black"}),
        ("42", "none", {"size": "42"}),
        ("tem em preto?", "none", {"colour": "black"}),
        ("talla 42", "none", {"size": "42"}),
        ("black, size 42", "choose_variant", {"size": "42", "colour": "black"}),
        ("azul 43", "choose_variant", {"size": "43", "colour": "blue"}),
        ("preto", "choose_variant", {"colour": "black"}),
        ("do you have it in red?", "none", {}),
    ],
)
def test_values_of_the_product_at_hand_choose_an_option(
    read: Read, chosen: dict[str, object], message: str, pending: str, values: dict[str, str]
) -> None:
    understood = read(message, pending=pending, **chosen)

    assert understood.intent == "choose_option"
    assert dict(understood.entities.option_values) == values


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ("110", "110 fair cool"),
        ("fair neutral", "130 fair neutral"),
        ("berry", "berry red"),
        ("classic red", "classic red"),
    ],
)
def test_a_part_that_only_one_value_has_is_enough(read: Read, message: str, value: str) -> None:
    shades = ("110 fair cool", "130 fair neutral", "classic red", "berry red")
    understood = read(message, pending="choose_variant", selected_options={"shade": shades})

    assert dict(understood.entities.option_values) == {"shade": value}


def test_a_part_that_several_values_have_chooses_none(read: Read) -> None:
    shades = ("classic red", "berry red")
    understood = read("red", pending="choose_variant", selected_options={"shade": shades})

    assert (understood.intent, dict(understood.entities.option_values)) == ("choose_option", {})


@pytest.mark.parametrize(
    ("message", "quantity"),
    [("2", 2), ("just one", 1), ("uma", 1), ("dois", 2), ("quiero tres", 3), ("a couple", 2)],
)
def test_a_number_is_a_quantity_when_asked_how_many(
    read: Read, shown: tuple[ShownProduct, ...], message: str, quantity: int
) -> None:
    understood = read(message, pending="quantity", shown_products=shown)

    assert (understood.intent, understood.entities.quantity) == ("set_quantity", quantity)


@pytest.mark.parametrize(
    ("message", "pending", "intent"),
    [
        ("pickup", "delivery", "choose_delivery"),
        ("express please", "delivery", "choose_delivery"),
        ("a mais rápida", "delivery", "choose_delivery"),
        ("recoger en tienda", "delivery", "choose_delivery"),
        ("the cheapest", "delivery", "choose_delivery"),
        ("the second", "delivery", "choose_delivery"),
        ("1", "delivery", "choose_delivery"),
        ("yes", "confirm_quote", "confirm"),
        ("sim", "confirm_quote", "confirm"),
        ("sí", "confirm_quote", "confirm"),
        ("dale", "confirm_quote", "confirm"),
        ("ok 👍", "confirm_quote", "confirm"),
        ("está bien", "confirm_quote", "confirm"),
        ("yes, place the order", "confirm_quote", "confirm"),
        ("no thanks", "confirm_quote", "deny"),
        ("yes but change the address", "confirm_quote", "change_address"),
        ("yes cancel it", "cancel_confirm", "confirm"),
        ("sim, pode cancelar", "cancel_confirm", "confirm"),
        ("no, don't cancel it", "cancel_confirm", "deny"),
        ("não", "return_confirm", "deny"),
        ("I already paid", "payment", "order_status"),
        ("send me the link again", "payment", "pay"),
        ("ok", "payment", "pay"),
        ("LUNA20", "code", "apply_code"),
        ("luna20", "code", "apply_code"),
        ("no", "code", "deny"),
        ("ana@example.com", "email", "give_address"),
        ("where is my order?", "address", "order_status"),
        ("i want to talk to a person", "address", "hand_off"),
        ("hello", "quantity", "greet"),
    ],
)
def test_the_last_question_decides_what_an_answer_means(
    read: Read, message: str, pending: str, intent: str
) -> None:
    assert read(message, pending=pending).intent == intent


@pytest.mark.parametrize(
    ("message", "stars"), [("5", 5), ("⭐⭐⭐⭐", 4), ("cinco", 5), ("4/5", 4), ("3 estrelas", 3)]
)
def test_stars_are_a_rating_when_asked(read: Read, message: str, stars: int) -> None:
    understood = read(message, pending="rate")

    assert (understood.intent, understood.entities.rating) == ("rate", stars)


@pytest.mark.parametrize(
    ("message", "last", "intent"),
    [
        ("the first", "cancel_order", "cancel_order"),
        ("FA-100234", "return_order", "return_order"),
        ("1", None, "order_status"),
    ],
)
def test_an_order_chosen_goes_on_with_what_was_wanted(
    read: Read, message: str, last: str | None, intent: str
) -> None:
    assert read(message, pending="order_choice", last_intent=last).intent == intent


def test_the_cart_lets_a_number_be_a_quantity(read: Read) -> None:
    understood = read("make it 3", has_cart=True)

    assert (understood.intent, understood.entities.quantity) == ("set_quantity", 3)


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("how much is it?", "product_details"),
        ("is it waterproof?", "product_details"),
        ("é de couro?", "product_details"),
        ("add it", "add_to_cart"),
        ("I'll take it", "add_to_cart"),
        ("add 2", "add_to_cart"),
    ],
)
def test_it_is_the_product_at_hand(
    read: Read, chosen: dict[str, object], message: str, intent: str
) -> None:
    assert read(message, **chosen).intent == intent
