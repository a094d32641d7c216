import pytest

from functions.seller.planner.refine import in_brand_currency, is_empty, is_unwanted, priced
from shared.events.products import Search
from shared.nlu.entities import Entities, Price
from tests.functions.seller.goods import BRAND, GOODS, usd
from tests.functions.seller.shopper import Shopper
from tests.functions.seller.tool_answers import card


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [(15000, "USD", 15000), (15000, None, 15000), (50000, "BRL", 10000), (8000, "EUR", 10000)],
)
def test_a_limit_is_taken_in_the_brands_currency(
    amount: int, currency: str | None, minor: int
) -> None:
    assert in_brand_currency(Price(amount_minor=amount, currency=currency), BRAND) == usd(minor)


def test_a_limit_in_a_currency_without_minor_units_is_converted() -> None:
    brand = BRAND.model_copy(update={"exchange_rates": {"JPY": 150.0}})

    assert in_brand_currency(Price(amount_minor=15000, currency="JPY"), brand) == usd(10000)


def test_a_limit_without_a_rate_is_not_guessed() -> None:
    said = Entities(max_price=Price(amount_minor=100, currency="CHF"))

    assert priced(Search(text="shoes"), said, BRAND) is None


def test_both_limits_are_kept() -> None:
    said = Entities(min_price=Price(amount_minor=100), max_price=Price(amount_minor=900))

    search = priced(Search(), said, BRAND)

    assert search is not None
    assert (search.price_min, search.price_max) == (usd(100), usd(900))


@pytest.mark.parametrize(
    ("search", "empty"),
    [
        (Search(), True),
        (Search(sort="price_asc", offset=9), True),
        (Search(text="x"), False),
        (Search(price_max=usd(1)), False),
    ],
)
def test_a_search_for_nothing_in_particular_is_empty(search: Search, *, empty: bool) -> None:
    assert is_empty(search) == empty


@pytest.mark.parametrize(
    ("said", "unwanted"),
    [
        (Entities(excluded_colours=("blue",)), False),
        (Entities(excluded_colours=("blue", "black")), True),
        (Entities(excluded_terms=("aero",)), True),
        (Entities(excluded_terms=("trail",)), False),
        (Entities(), False),
    ],
)
def test_what_was_ruled_out_is_not_shown(said: Entities, *, unwanted: bool) -> None:
    assert is_unwanted(card(GOODS[0], "en"), said) == unwanted


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("busco zapatillas de correr azules", "“zapatillas de correr azul”"),
        ("quiero zapatillas azules para correr", "“zapatillas correr azul”"),
        ("muestra bolsos rojos", "“bolsos rojo”"),
        ("pink running shoes", "“pink running shoes”"),
        ("show me running shoes", "“running shoes”"),
    ],
)
def test_a_search_is_named_in_the_shoppers_words(shopper: Shopper, said: str, named: str) -> None:
    assert named in shopper.say(said)
