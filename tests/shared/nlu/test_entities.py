from collections.abc import Callable

import pytest

from shared.nlu.entities import Price
from shared.nlu.meaning import Understanding
from shared.nlu.prices import minor_digits
from shared.nlu.words import tokenize

Read = Callable[..., Understanding]


@pytest.mark.parametrize(
    ("message", "locale", "prior", "low", "high"),
    [
        ("shoes under $150", "en", "USD", None, (15000, "USD")),
        ("shoes under $150", "en", "MXN", None, (15000, "MXN")),
        ("shoes under $150", "en", "BRL", None, (15000, "USD")),
        ("até 300 reais", "pt", "USD", None, (30000, "BRL")),
        ("até R$ 1.500,00", "pt", "BRL", None, (150000, "BRL")),
        ("menos de 80 €", "es", "USD", None, (8000, "EUR")),
        ("menos de 1.500,50 €", "es", "EUR", None, (150050, "EUR")),
        ("$1,500.00 max", "en", "USD", None, (150000, "USD")),
        ("between 50 and 100", "en", "USD", (5000, "USD"), (10000, "USD")),
        ("entre 50 e 100 reais", "pt", "BRL", (5000, "BRL"), (10000, "BRL")),
        ("de 100 a 200 reais", "pt", "BRL", (10000, "BRL"), (20000, "BRL")),
        ("50-80 euros", "en", "EUR", (5000, "EUR"), (8000, "EUR")),
        ("from 50 to 80 usd", "en", "USD", (5000, "USD"), (8000, "USD")),
        ("around 200", "en", "USD", (16000, "USD"), (24000, "USD")),
        ("uns 200 reais", "pt", "BRL", (16000, "BRL"), (24000, "BRL")),
        ("150 bucks", "en", "USD", None, (15000, "USD")),
        ("a laptop, 1k dollars", "en", "USD", None, (100000, "USD")),
        ("entre 2 mil e 3 mil reais", "pt", "BRL", (200000, "BRL"), (300000, "BRL")),
        ("mil e quinhentos reais", "pt", "BRL", None, (150000, "BRL")),
        ("less than two hundred dollars", "en", "USD", None, (20000, "USD")),
        ("doscientos cincuenta pesos", "es", "MXN", None, (25000, "MXN")),
        ("más de 100 dólares", "es", "USD", (10000, "USD"), None),
        ("over 100", "en", None, (10000, None), None),
        ("¥5000", "en", "USD", None, (5000, "JPY")),
        ("under 5000", "en", "JPY", None, (5000, "JPY")),
        ("shoes size 42", "en", "USD", None, None),
        ("20% off", "en", "USD", None, None),
        ("more than 3 days", "en", "USD", None, None),
    ],
)
def test_price_bounds_are_minor_units_of_the_named_currency(
    read: Read,
    message: str,
    locale: str,
    prior: str | None,
    low: tuple[int, str | None] | None,
    high: tuple[int, str | None] | None,
) -> None:
    entities = read(message, locale=locale, currency=prior).entities

    expected = [Price(amount_minor=b[0], currency=b[1]) if b else None for b in (low, high)]
    assert [entities.min_price, entities.max_price] == expected


def test_minor_units_follow_the_currency() -> None:
    assert [minor_digits(code) for code in ("USD", "JPY", "CLP", "KWD", None)] == [2, 0, 0, 3, 2]


@pytest.mark.parametrize(
    ("message", "field", "value"),
    [
        ("quero tênis azul", "colours", ("blue",)),
        ("zapatillas azules", "colours", ("blue",)),
        ("sneakers, not white", "excluded_colours", ("white",)),
        ("tênis sem ser branco", "excluded_colours", ("white",)),
        ("no quiero negro, quiero azul", "colours", ("blue",)),
        ("no quiero negro, quiero azul", "excluded_colours", ("black",)),
        ("runing shoos", "category", "shoes"),
        ("zapatilas", "category", "shoes"),
        ("nike sneekers", "brands", ("Nike",)),
        ("t-shirt size M", "sizes", ("M",)),
        ("vestido tamanho G", "sizes", ("L",)),
        ("botas talla 40", "sizes", ("40",)),
        ("dress in medium size M", "sizes", ("M",)),
        ("samsung phone with 256gb", "attributes", {"storage": "256gb"}),
        ("laptop with 16gb ram", "attributes", {"ram": "16gb"}),
        ("waterproof boots", "attributes", {"waterproof": "yes"}),
        ("bota de couro", "attributes", {"material": "leather"}),
        ("zapatos de hombre", "gender", "men"),
        ("shoes for my daughter, kids size", "gender", "kids"),
        ("sapatos para minha filha", "gender", None),
        ("zapatos para mi hija", "gender", None),
        ("zapatos para niña", "gender", "kids"),
        ("sneakers in stock", "in_stock_only", True),
        ("cheapest first", "sort", "price_asc"),
        ("the latest phones", "sort", "newest"),
        ("add 2 shirts", "quantity", 2),
        ("quero 3 unidades", "quantity", 3),
        ("track FA-100234", "order_number", "FA-100234"),
        ("track fa 100234", "order_number", "FA-100234"),
        ("track fa100234", "order_number", "FA-100234"),
        ("where is my order 100234?", "order_digits", "100234"),
        ("meu pedido no 123456", "order_number", None),
        ("use code WELCOME10", "code", "WELCOME10"),
        ("cupom bemvindo10", "code", "BEMVINDO10"),
        ("my coupon is LUNA20", "code", "LUNA20"),
        ("I don't have a code", "code", None),
        ("write me at Ana.Souza@Example.com!", "email", "ana.souza@example.com"),
        ("leather wallet", "terms", ("wallet",)),
        ("show me the ps5 console", "terms", ("ps5", "console")),
        ("what is your return policy?", "faq_topic", "returns"),
        ("express please", "delivery", "express"),
        ("the second one", "ordinal", 2),
        ("el último", "ordinal", -1),
        ("anything cheaper?", "relative", "cheaper"),
    ],
)
def test_a_message_names_things(read: Read, message: str, field: str, value: object) -> None:
    assert getattr(read(message).entities, field) == value


def test_codes_and_numbers_are_nothing_to_search_for(read: Read) -> None:
    assert read("use code WELCOME10").entities.terms == ()
    assert read("where is FA-100234").entities.terms == ()


def test_a_currency_nobody_names_stays_open(read: Read) -> None:
    assert read("under 100", currency=None).entities.max_price == Price(amount_minor=10000)


def test_letters_held_down_are_let_go() -> None:
    assert [token.key for token in tokenize("Nãããooo siiii XXL")] == ["nao", "si", "xxl"]
