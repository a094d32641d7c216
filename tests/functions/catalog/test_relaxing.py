from typing import Any

import pytest

from functions.catalog.index import CatalogIndex
from shared.events.products import Search
from shared.models.money import Money
from tests.functions.catalog.goods import filled, ids, searched
from tests.functions.catalog.sample_brands import usd


@pytest.fixture(scope="module")
def index() -> CatalogIndex:
    return filled()


@pytest.mark.parametrize(
    ("search", "expected", "relaxed"),
    [
        ({"text": "sequined dress"}, ["linen", "satin"], ("text",)),
        ({"text": "gift", "category": "bags"}, ["tote"], ("text",)),
        ({"text": "dress", "sizes": ("XXL",)}, ["linen", "satin"], ("sizes",)),
        ({"text": "tote", "colours": ("pink",)}, ["tote"], ("colours",)),
        (
            {"category": "dresses", "attributes": {"material": "wool"}},
            ["linen", "satin"],
            ("attributes",),
        ),
        ({"category": "dresses", "price_max": usd(1000)}, ["linen", "satin"], ("price_max",)),
        (
            {"category": "bags", "sizes": ("L",), "colours": ("pink",)},
            ["tote"],
            ("sizes", "colours"),
        ),
        (
            {"category": "bags", "sizes": ("L",), "colours": ("pink",), "price_max": usd(100)},
            ["tote"],
            ("sizes", "colours", "price_max"),
        ),
    ],
)
def test_when_nothing_matches_the_least_is_given_up_and_told(
    index: CatalogIndex, search: dict[str, Any], expected: list[str], relaxed: tuple[str, ...]
) -> None:
    found = searched(index, Search(**search))

    assert ids(found) == expected
    assert found.relaxed == relaxed


@pytest.mark.parametrize(
    "search",
    [
        {"text": "xylophone qwerty"},
        {"text": "🎸"},
        {"category": "hats"},
        {"manufacturers": ("Unknown",)},
    ],
)
def test_nothing_is_shown_rather_than_anything(index: CatalogIndex, search: dict[str, Any]) -> None:
    found = searched(index, Search(**search))

    assert (ids(found), found.total, found.facets) == ([], 0, ())


def test_a_limit_in_a_currency_without_a_rate_is_told_not_guessed(index: CatalogIndex) -> None:
    limit = Money(amount_minor=100, currency="JPY")

    found = searched(index, Search(category="bags", price_max=limit))

    assert ids(found) == ["tote"]
    assert found.relaxed == ("price_max",)
