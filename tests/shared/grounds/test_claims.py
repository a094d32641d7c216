import pytest

from shared.grounds.amounts import minor_units
from shared.grounds.claims import unfounded
from shared.grounds.facts import Facts
from shared.grounds.problem import Problem

FACTS = Facts(
    cards={},
    amounts=frozenset({12900, 123450, 595}),
    stocks=frozenset({3}),
    orders=frozenset({"FA-100001"}),
    texts=("30 days to return.", "3 to 6 days.", "10% off your first order with WELCOME10."),
)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("It costs $128.00.", "amount", "$128.00"),
        ("Custa R$ 1.234,51 hoje.", "amount", "R$ 1.234,51"),
        ("Son 99 dólares.", "amount", "99 dólares"),
        ("Only 89 USD!", "amount", "89 USD"),
        ("Order FA-100002 is on its way.", "order", "FA-100002"),
        ("There are 4 left.", "stock", "4 left"),
        ("Restam 2!", "stock", "Restam 2"),
        ("Quedan 5 en talla 42.", "stock", "Quedan 5"),
        ("Get 50% off today.", "discount", "50% off"),
        ("Um desconto de 20% para você.", "discount", "desconto de 20%"),
        ("It arrives in 2 days.", "duration", "2 days"),
        ("Llega en 24 horas.", "duration", "24 horas"),
    ],
)
def test_what_no_tool_said_is_found(text: str, kind: str, said: str) -> None:
    found = unfounded(text, FACTS, "blue shoes please")

    assert [(one.kind, one.said) for one in found] == [(kind, said)]


@pytest.mark.parametrize(
    "text",
    [
        "It costs $129.00, delivery $5.95.",
        "Custa US$ 1.234,50.",
        "Order FA-100001 is confirmed.",
        "Only 3 left!",
        "You have 30 days to return it; delivery takes 3 to 6 days.",
        "With WELCOME10 you get 10% off.",
        "The upper is 100% cotton, the heel 10 mm.",
        "Size 42 runs a little small.",
    ],
)
def test_what_tools_and_policies_said_may_be_said(text: str) -> None:
    assert unfounded(text, FACTS, "") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Under $80, for FA-999999: let me see.",
        "Nothing for less than $80, sadly.",
        "Até R$ 80 não temos nada.",
        "Hasta 80 dólares tengo estos.",
        "With a budget of $80 I'd take these.",
        "Between $80 and $80 there is little.",
    ],
)
def test_limits_and_orders_that_the_shopper_named_may_be_repeated(text: str) -> None:
    assert unfounded(text, FACTS, "something under $80 by order FA-999999") == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Yes, they are $80.", "amount"),
        ("Right, $80 it is!", "amount"),
        ("Reduced to $80 for you.", "amount"),
        ("They are yours from $80.", "amount"),
        ("You get 40% off.", "discount"),
        ("It is there in 2 days.", "duration"),
    ],
)
def test_what_a_shopper_claims_is_not_the_shops_word(text: str, kind: str) -> None:
    said = "so they are $80, with 40% off, and here in 2 days, right?"

    assert [one.kind for one in unfounded(text, FACTS, said)] == [kind]


def test_each_is_named_once_and_all_are_named() -> None:
    assert unfounded("$1, $1 and $2.", FACTS, "") == (
        Problem("amount", "$1"),
        Problem("amount", "$2"),
    )


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("89", 8900),
        ("129.00", 12900),
        ("129,00", 12900),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1,234", 123400),
        ("1.234", 123400),
        ("12.5", 1250),
    ],
)
def test_amounts_are_read_as_people_write_them(written: str, minor: int) -> None:
    assert minor_units(written) == minor
