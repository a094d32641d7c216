from typing import Any

import pytest

from functions.catalog.documents import indexed
from functions.catalog.index import CatalogIndex
from functions.catalog.search import find
from shared.events.products import Search
from shared.models.money import Money
from shared.models.product import AttributeValue
from tests.functions.catalog.goods import GOODS, SHELVES, filled, ids, searched
from tests.functions.catalog.sample_brands import FASHION, usd


@pytest.fixture(scope="module")
def index() -> CatalogIndex:
    return filled()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("running shoes", "en", ["aero", "trail"]),
        ("running shoe", "en", ["aero", "trail"]),
        ("I want some boots", "en", ["chelsea"]),
        ("leather boots", "en", ["chelsea"]),
        ("linen", "en", ["linen"]),
        ("summer dress", "en", ["linen"]),
        ("blue shoes", "en", ["aero", "trail"]),
        ("northwind", "en", ["aero"]),
        ("frock", "en", ["linen", "satin"]),
        ("footwear", "en", ["aero", "chelsea", "trail", "derby"]),
        ("waterproof", "en", ["trail"]),
        ("tênis de corrida", "pt", ["aero", "trail"]),
        ("tenis corrida", "pt", ["aero", "trail"]),
        ("quero um vestido", "pt", ["linen", "satin"]),
        ("vestidos de linho", "pt", ["linen"]),
        ("vestido vermelho", "pt", ["satin"]),
        ("botas", "es", ["chelsea"]),
        ("vestido de satén", "es", ["satin"]),
        ("zapatos de cuero", "es", ["derby"]),
        ("bolso", "es", ["tote"]),
        ("running shoes", "pt", ["aero", "trail"]),
    ],
)
def test_words_of_three_languages_find_what_they_name(
    index: CatalogIndex, text: str, language: str, expected: list[str]
) -> None:
    found = searched(index, Search(text=text), language=language)

    assert ids(found) == expected
    assert found.relaxed == ()
    assert found.corrected is None


@pytest.mark.parametrize(
    ("text", "language", "expected", "corrected"),
    [
        ("runing shoes", "en", ["aero", "trail"], "running shoes"),
        ("chelsae boots", "en", ["chelsea"], "chelsea boots"),
        ("lether boots", "en", ["chelsea"], "leather boots"),
        ("drss", "en", ["linen", "satin"], "dress"),
        ("vestdo", "pt", ["linen", "satin"], "vestido"),
        ("corida", "pt", ["aero", "trail"], "corrida"),
        ("zapatso de cuero", "es", ["derby"], "zapatos cuero"),
    ],
)
def test_typing_errors_are_mended_and_told(
    index: CatalogIndex, text: str, language: str, expected: list[str], corrected: str
) -> None:
    found = searched(index, Search(text=text), language=language)

    assert ids(found) == expected
    assert found.corrected == corrected
    assert found.relaxed == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("smart phone", ["phone"]),
        ("smartphone", ["phone"]),
        ("headph", ["buds"]),
        ("head phones", ["buds"]),
        ("wirelessheadphones", ["buds"]),
        ("256gb phone", ["phone"]),
    ],
)
def test_compound_and_unfinished_words_are_understood(
    index: CatalogIndex, text: str, expected: list[str]
) -> None:
    assert ids(searched(index, Search(text=text), brand="tech")) == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ({"category": "shoes"}, ["aero", "chelsea", "trail", "derby"]),
        ({"category": "running-shoes"}, ["aero", "trail"]),
        ({"colours": ("blue",)}, ["linen", "aero", "trail"]),
        ({"colours": ("azul",)}, ["linen", "aero", "trail"]),
        ({"colours": ("navy",)}, ["trail"]),
        ({"colours": ("blue",), "sizes": ("42",)}, ["aero"]),
        ({"sizes": ("s", "43")}, ["linen", "satin", "derby"]),
        ({"category": "shoes", "gender": "women"}, ["aero", "chelsea"]),
        ({"category": "shoes", "gender": "men"}, ["aero", "trail", "derby"]),
        ({"gender": "women", "category": "bags"}, ["tote"]),
        ({"manufacturers": ("casa verde", "PEAKLINE")}, ["chelsea", "trail"]),
        ({"attributes": {"material": "Leather"}}, ["chelsea", "derby"]),
        ({"attributes": {"material": "mesh"}}, ["aero", "trail"]),
        ({"attributes": {"waterproof": True}}, ["trail"]),
        ({"price_max": usd(8900)}, ["linen", "tote"]),
        ({"price_min": usd(15900), "price_max": usd(17900)}, ["trail", "satin"]),
        ({"price_max": Money(amount_minor=25000, currency="BRL")}, ["tote"]),
        ({"category": "bags", "in_stock": False}, ["sold-out", "tote"]),
        ({"category": "bags"}, ["tote"]),
    ],
)
def test_filters_keep_what_one_variant_satisfies(
    index: CatalogIndex, search: dict[str, Any], expected: list[str]
) -> None:
    found = searched(index, Search(**search))

    if "in_stock" in search:
        assert sorted(ids(found)) == sorted(expected)
    else:
        assert ids(found) == expected
    assert found.relaxed == ()


def test_a_price_limit_counts_for_the_variant_that_is_wanted(index: CatalogIndex) -> None:
    big: dict[str, AttributeValue] = {"storage": "256GB"}

    cheap = find(
        index,
        SHELVES["tech"],
        Search(category="phones", attributes=big, price_max=usd(85000)),
        relax=False,
    )
    enough = searched(
        index, Search(category="phones", attributes=big, price_max=usd(90000)), brand="tech"
    )

    assert ids(cheap) == []
    assert [offer.sku for offer in enough.hits[0].offers] == ["phone-2"]


def test_another_brand_is_never_shown(index: CatalogIndex) -> None:
    assert ids(searched(index, Search(text="smartphone"))) == []
    assert ids(searched(index, Search(colours=("blue",)), brand="tech")) == ["buds"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("price_asc", ["linen", "aero", "derby", "trail", "satin", "chelsea"]),
        ("price_desc", ["chelsea", "satin", "trail", "derby", "aero", "linen"]),
        ("popular", ["linen", "aero", "chelsea", "trail", "satin", "derby"]),
        ("newest", ["trail", "aero", "linen", "chelsea", "derby", "satin"]),
    ],
)
def test_hits_come_in_the_order_asked_for(
    index: CatalogIndex, sort: Any, expected: list[str]
) -> None:
    shoes_and_dresses = [*ids(searched(index, Search(category="shoes", sort=sort)))]
    everything = [key for key in ids(searched(index, Search(sort=sort))) if key != "tote"]

    assert everything == expected
    assert shoes_and_dresses == [key for key in expected if key not in {"linen", "satin"}]


def test_facets_count_products_that_match(index: CatalogIndex) -> None:
    found = searched(index, Search(category="shoes"))

    by_field = {facet.field: facet.values for facet in found.facets}
    assert by_field["category"] == {"running-shoes": 2, "shoes": 2}
    assert by_field["colour"] == {"black": 2, "blue": 1, "brown": 1, "green": 1, "navy": 1}
    assert by_field["size"] == {"41": 3, "42": 3, "43": 1}
    assert list(by_field) == ["category", "manufacturer", "gender", "colour", "size"]


def test_a_changed_product_is_found_as_it_is_now() -> None:
    index = filled()
    aero = GOODS[0]
    renamed = aero.model_copy(update={"title": {"en": "Velocity Racer"}, "category": "bags"})

    index.apply([indexed(renamed, FASHION.categories)], ["fashion|tote"])

    assert ids(searched(index, Search(text="velocity"))) == ["aero"]
    assert ids(searched(index, Search(text="tote canvas"))) == []
    assert ids(searched(index, Search(category="bags"))) == ["aero"]
    assert len(index) == len(GOODS) - 1


def test_words_of_a_removed_product_no_longer_count_as_known() -> None:
    index = filled()

    index.apply(removed=["fashion|satin"])

    assert index.vocabulary("fashion").mended("satim") is None
    assert not index.vocabulary("fashion").knows("satin")
    assert index.vocabulary("fashion").knows("dress")
