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


def test_the_cart_lets_a_number_be_a_quantity(read: Read) -> None:
    understood = read("make it 3", has_cart=True)

    assert (understood.intent, understood.entities.quantity) == ("set_quantity", 3)


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("how much is it?", "product_details"),
        ("is it waterproof?", "product_details"),
        ("é de couro?", "product_details"),
        ("¿de qué es?", "product_details"),
        ("add it", "add_to_cart"),
        ("I'll take it", "add_to_cart"),
        ("add 2", "add_to_cart"),
    ],
)
def test_it_is_the_product_at_hand(
    read: Read, chosen: dict[str, object], message: str, intent: str
) -> None:
    assert read(message, **chosen).intent == intent


@pytest.mark.parametrize(
    ("message", "intent", "products"),
    [
        ("compare the first and the third", "compare", ("cloud", "city")),
        ("compare 1 and 3", "compare", ("cloud", "city")),
        ("compara el primero y el tercero", "compare", ("cloud", "city")),
        ("a cheaper one", "search", ()),
        ("um mais barato", "search", ()),
        ("3 of them", "set_quantity", ()),
        ("calle Gran Vía 28, 3º B, 28013 Madrid", "give_address", ("city",)),
        ("what's the total", "view_cart", ()),
        ("cuánto es en total", "view_cart", ()),
        ("what about sandals?", "search", ()),
        ("WELCOME10", "apply_code", ()),
    ],
)
def test_beside_a_list_words_mean_what_they_say(
    read: Read,
    shown: tuple[ShownProduct, ...],
    message: str,
    intent: str,
    products: tuple[str, ...],
) -> None:
    understood = read(message, shown_products=shown)

    assert (understood.intent, understood.entities.product_ids) == (intent, products)


@pytest.mark.parametrize("message", ["make it one", "na verdade só um", "mejor solo uno"])
def test_a_mind_changed_to_one_is_a_quantity(read: Read, message: str) -> None:
    understood = read(message, selected_product_id="cloud", has_cart=True)

    assert (understood.intent, understood.entities.quantity) == ("set_quantity", 1)
