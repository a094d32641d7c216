"""What shoppers say, from the message through the understanding to the shipped catalog's search."""

from functools import cache

import pytest

from functions.catalog.documents import indexed
from functions.catalog.index import CatalogIndex
from functions.catalog.search import find, shelf_of
from shared.events.products import Search
from shared.models.money import Money
from shared.nlu.context import Context
from shared.nlu.entities import Price
from shared.nlu.understanding import understand
from tests.support.shop import (
    BRANDS,
    LANGUAGES,
    shipped_brands,
    shipped_products,
    shipped_vocabulary,
)


@cache
def filled() -> CatalogIndex:
    index = CatalogIndex()
    index.apply(
        [
            indexed(product, shipped_brands()[brand].categories)
            for brand in BRANDS
            for product in shipped_products(brand)
        ]
    )
    return index


def dollars(price: Price | None) -> Money | None:
    return Money(amount_minor=price.amount_minor, currency="USD") if price else None


def found(brand: str, language: str, message: str) -> list[str]:
    """The ids that a message finds, best first."""
    said = understand(
        message,
        context=Context(language=language, brand=brand, currency="USD"),
        vocabulary=shipped_vocabulary(brand),
        locale_prior=LANGUAGES[language],
    ).entities
    search = Search(
        text=" ".join(said.terms),
        category=said.category,
        colours=said.colours,
        sizes=said.sizes,
        gender=said.gender,
        price_max=dollars(said.max_price),
        attributes=dict(said.attributes),
    )
    hits = find(filled(), shelf_of(shipped_brands()[brand]), search, language=language).hits
    return [hit.entry.id for hit in hits]


@pytest.mark.parametrize(
    ("brand", "language", "message", "first"),
    [
        ("fashion", "en", "I want blue running shoes under $150", "fa-aero-glide-men"),
        ("fashion", "pt", "quero tênis de corrida azul até 150 dólares", "fa-aero-glide-men"),
        ("fashion", "es", "zapatillas para correr azules", "fa-aero-glide-men"),
        ("fashion", "en", "boots", "fa-brera-chelsea-boots"),
        ("fashion", "en", "high heels", "fa-vera-pumps"),
        ("fashion", "es", "una mochila", "fa-roam-backpack"),
        ("fashion", "pt", "bolsa de couro", "fa-vivo-crossbody"),
        ("tech", "en", "noise cancelling headphones under 200", "te-hush-buds-2"),
        ("tech", "en", "foldable phone", "te-folio-flip"),
        ("tech", "en", "power bank", "te-reserve-20k"),
        ("tech", "es", "una tornamesa", "te-spin-turntable"),
        ("home", "es", "sofá de terciopelo verde", "ho-lund-3-seat-sofa"),
        ("home", "pt", "guarda-roupa", "ho-haven-wardrobe"),
        ("home", "en", "coffee table", "ho-pebble-coffee-table"),
        ("home", "en", "linen bedding", "ho-meadow-linen-bedding"),
        ("beauty", "en", "red lipstick", "be-velvet-hour-lipstick"),
        ("beauty", "en", "eye cream", "be-bright-wake-eye-cream"),
        ("beauty", "es", "champú para rizos", "be-river-shampoo"),
        ("beauty", "pt", "quero um batom", "be-velvet-hour-lipstick"),
        ("gaming", "en", "memory card", "ga-save-point-card"),
        ("gaming", "es", "juego de carreras", "ga-turbo-drift-legends"),
        ("gaming", "pt", "teclado magnético", "ga-rapid-60-he"),
        ("gaming", "es", "silla gamer roja", "ga-throne-one-chair"),
    ],
)
def test_an_everyday_wish_finds_the_fitting_product_first(
    brand: str, language: str, message: str, first: str
) -> None:
    assert found(brand, language, message)[0] == first


def test_a_word_narrower_than_its_category_leaves_the_rest_out() -> None:
    assert found("fashion", "en", "boots") == ["fa-brera-chelsea-boots", "fa-mila-ankle-boots"]
    assert found("fashion", "en", "sandals") == ["fa-serra-sandals"]


def test_a_feature_asked_for_is_had_by_all_that_is_found() -> None:
    found_ids = found("tech", "en", "noise cancelling headphones")
    quiet = {each.id for each in shipped_products("tech") if each.attributes.get("noiseCancelling")}

    assert set(found_ids) == quiet


def test_the_name_of_a_category_finds_all_of_it_and_of_those_below() -> None:
    sneakers = {
        product.id
        for product in shipped_products("fashion")
        if product.category in {"sneakers", "running-shoes"}
    }

    assert set(found("fashion", "en", "sneakers")) == sneakers
