from datetime import UTC, datetime

from functions.catalog.rank import lowest, ranked
from functions.catalog.search import find
from shared.events.products import Search
from shared.models.memory import Affinity, Preferences
from tests.functions.catalog.goods import (
    SHELVES,
    filled,
    ids,
    in_colours_and_sizes,
    product,
    searched,
)
from tests.functions.catalog.sample_brands import text, usd

NOW = datetime(2026, 2, 1, tzinfo=UTC)


def affinity(value: str, score: float = 1.0) -> Affinity:
    return Affinity(value=value, score=score, at=NOW)


def test_of_equally_relevant_products_the_popular_one_comes_first() -> None:
    same = [
        product(key, "bags", text("Plain Bag"), [({}, 1000, 1)], popularity=popularity)
        for key, popularity in (("a", 1), ("b", 50), ("c", 0))
    ]

    found = searched(filled(tuple(same)), Search(text="bag"))

    assert ids(found) == ["b", "a", "c"]


def test_equals_are_ordered_by_id_so_that_pages_do_not_overlap() -> None:
    same = [product(key, "bags", text("Plain Bag"), [({}, 1000, 1)]) for key in ("c", "a", "b")]

    found = searched(filled(tuple(same)), Search(text="bag"))

    assert ids(found) == ["a", "b", "c"]


def test_sold_out_products_come_last() -> None:
    found = searched(filled(), Search(category="bags", in_stock=False))

    assert ids(found) == ["tote", "sold-out"]


def test_preferences_decide_between_products_that_fit_alike() -> None:
    index = filled()
    liked = Preferences(
        customer_id="c",
        brand="fashion",
        manufacturers=(affinity("peakline"),),
        colours=(affinity("green"),),
        price_max=usd(20000),
    )

    usual = searched(index, Search(category="running-shoes"))
    mine = find(index, SHELVES["fashion"], Search(category="running-shoes"), liked=liked)

    assert ids(usual) == ["aero", "trail"]
    assert ids(mine) == ["trail", "aero"]


def test_what_is_said_outweighs_what_was_liked_before() -> None:
    liked = Preferences(
        customer_id="c",
        brand="fashion",
        categories=(affinity("dresses"),),
        colours=(affinity("white"),),
        sizes=(affinity("S"),),
    )
    twins = (
        product("boot", "shoes", text("Rain Boots"), [({}, 5000, 1)]),
        product(
            "dress",
            "dresses",
            text("Party Dress"),
            in_colours_and_sizes(5000, {"white": ["S"]}),
            description=text("Goes well with boots."),
            popularity=500,
        ),
    )

    found = find(filled(twins), SHELVES["fashion"], Search(text="boots"), liked=liked)

    assert ids(found) == ["boot", "dress"]


def test_the_lowest_price_is_of_a_variant_that_can_be_bought() -> None:
    goods = (product("x", "bags", text("Bag"), [({"size": "S"}, 100, 0), ({"size": "M"}, 300, 1)]),)
    hit = searched(filled(goods), Search(in_stock=False)).hits[0]

    assert lowest(hit) == 300
    assert ranked([hit], "price_asc") == [hit]
