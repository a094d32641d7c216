"""The seed products: enough of them, sound, and findable by what shoppers say."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from shared.models.product import Product
from shared.nlu.context import Context
from shared.nlu.understanding import understand
from tests.support.shop import (
    BRANDS,
    LANGUAGES,
    shipped_brands,
    shipped_products,
    shipped_vocabulary,
)

OPTION_NAMES = {
    "colour",
    "size",
    "storage",
    "ram",
    "shade",
    "volume",
    "edition",
    "platform",
    "material",
}


def everything() -> Iterator[Product]:
    return (product for brand in BRANDS for product in shipped_products(brand))


@pytest.mark.parametrize("brand", BRANDS)
def test_every_brand_has_at_least_forty_four_products_in_all_its_categories(brand: str) -> None:
    sold = shipped_products(brand)

    assert len(sold) >= 44
    assert {product.brand for product in sold} == {brand}
    categories = {category.id for category in shipped_brands()[brand].categories}
    assert {product.category for product in sold} == categories


def test_ids_and_skus_are_unique_across_brands() -> None:
    ids = Counter(product.id for product in everything())
    skus = Counter(variant.sku for product in everything() for variant in product.variants)

    assert [each for each, count in (ids + skus).items() if count > 1] == []
    for product in everything():
        prefix = shipped_brands()[product.brand].order_prefix
        assert re.fullmatch(rf"{prefix.lower()}(-[a-z0-9]+)+", product.id)
        for variant in product.variants:
            assert re.fullmatch(rf"{prefix}(-[A-Z0-9]+){{2,}}", variant.sku)


def test_prices_are_in_the_brands_currency_and_reductions_are_real() -> None:
    for product in everything():
        for variant in product.variants:
            assert variant.price.amount_minor > 0
            assert variant.price.currency == shipped_brands()[product.brand].currency
            if variant.compare_at is not None:
                assert variant.compare_at.amount_minor > variant.price.amount_minor
                assert variant.compare_at.currency == variant.price.currency


def test_options_are_exactly_what_the_variants_offer() -> None:
    for product in everything():
        offered = {option.name: set(option.values) for option in product.options}
        names = set(offered)

        assert names <= OPTION_NAMES, product.id
        assert all(set(variant.options) == names for variant in product.variants), product.id
        for name, values in offered.items():
            assert {variant.options[name] for variant in product.variants} == values, product.id
        combinations = Counter(
            tuple(sorted(variant.options.items())) for variant in product.variants
        )
        assert set(combinations.values()) == {1}, product.id


def test_a_colour_is_understood_by_the_name_the_catalog_gives_it() -> None:
    used = {
        value
        for product in everything()
        for option in product.options
        if option.name == "colour"
        for value in option.values
    }

    for colour in used:
        understood = understand(
            f"I want something {colour}",
            context=Context(language="en", brand="fashion", currency="USD"),
            vocabulary=shipped_vocabulary("fashion"),
            locale_prior="en-US",
        )
        assert understood.entities.colours == (colour,)


def test_everything_can_be_bought_though_not_in_every_variant() -> None:
    stocks = [[variant.stock for variant in product.variants] for product in everything()]

    assert min(sum(stock) for stock in stocks) > 0
    flat = [pieces for stock in stocks for pieces in stock]
    assert flat.count(0) >= 20
    assert sum(0 < pieces <= 3 for pieces in flat) >= 20


def test_pictures_are_drawn_by_the_catalog_itself() -> None:
    for product in everything():
        assert [media.url for media in product.media] == [f"/v1/media/products/{product.id}.svg"]
        assert product.media[0].alt == product.title["en"]


def test_descriptions_say_something_of_their_own() -> None:
    for language in LANGUAGES:
        described = [product.description[language] for product in everything()]

        assert len(set(described)) == len(described)
        assert min(len(text) for text in described) >= 60
        openings = Counter(" ".join(text.split()[:4]).lower() for text in described)
        assert openings.most_common(1)[0][1] <= 3


@pytest.mark.parametrize("gender", ["men", "women"])
@pytest.mark.parametrize(("least", "most"), [(0, 15_000), (15_001, 100_000)])
def test_blue_running_shoes_exist_under_and_over_150_dollars(
    gender: str, least: int, most: int
) -> None:
    sold = {
        variant.options["size"]
        for product in shipped_products("fashion")
        if product.category == "running-shoes" and product.gender == gender
        for variant in product.variants
        if variant.options["colour"] == "blue" and variant.stock > 0
        if least <= variant.price.amount_minor <= most
    }

    assert len(sold) >= 3
