from collections.abc import Callable

import pytest

from shared.nlu.context import ShownProduct
from shared.nlu.meaning import Understanding

Read = Callable[..., Understanding]


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
