from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, strategies as st

from functions.catalog.rank import liking, lowest, ranked
from functions.catalog.reasons import reasons_in_search
from functions.catalog.search import find
from functions.catalog.tastes import SHARES, Tastes, fits, tastes_of
from shared.events.products import Search, Sort
from shared.models.memory import Affinity, Preferences, Trait, TraitKind
from shared.models.product import Product, Reason
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


def affinity(value: str, score: float = 1.0, *, explicit: bool = True) -> Affinity:
    return Affinity(value=value, score=score, at=NOW, explicit=explicit)


def tastes(at: datetime = NOW, **known: object) -> Tastes:
    given = {"customer_id": "c", "brand": "fashion", **known}
    found = tastes_of(Preferences.model_validate(given), at)
    assert found is not None
    return found


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
    liked = tastes(
        manufacturers=(affinity("peakline"),),
        colours=(affinity("green"),),
    )

    usual = searched(index, Search(category="running-shoes"))
    mine = find(index, SHELVES["fashion"], Search(category="running-shoes"), tastes=liked)

    assert ids(usual) == ["aero", "trail"]
    assert ids(mine) == ["trail", "aero"]


def test_what_is_said_outweighs_what_was_liked_before() -> None:
    liked = tastes(
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

    found = find(filled(twins), SHELVES["fashion"], Search(text="boots"), tastes=liked)

    assert ids(found) == ["boot", "dress"]


def test_the_lowest_price_is_of_a_variant_that_can_be_bought() -> None:
    goods = (product("x", "bags", text("Bag"), [({"size": "S"}, 100, 0), ({"size": "M"}, 300, 1)]),)
    hit = searched(filled(goods), Search(in_stock=False)).hits[0]

    assert lowest(hit) == 300
    assert ranked([hit], Search(sort="price_asc")) == [hit]


def bag(key: str, colour: str, maker: str = "", popularity: int = 10, **more: Any) -> Product:
    return product(
        key,
        "bags",
        text("Plain Bag"),
        [({"colour": colour}, 5000, 1)],
        manufacturer=maker,
        popularity=popularity,
        **more,
    )


BAGS = (
    bag("a", "black", "Acme", popularity=50),
    bag("b", "red", "Brook"),
    bag("c", "blue", "Acme", tags=("leather",)),
)


def order(liked: Tastes | None, search: Search | None = None) -> list[str]:
    found = find(filled(BAGS), SHELVES["fashion"], search or Search(text="bag"), tastes=liked)
    return ids(found)


def test_what_was_said_outweighs_what_others_buy_and_what_was_noticed_does_not() -> None:
    said = tastes(colours=(affinity("red"),))
    noticed = tastes(colours=(affinity("red", 5.0, explicit=False),))

    assert order(None) == ["a", "b", "c"]
    assert order(said) == ["b", "a", "c"]
    assert order(noticed) == ["a", "b", "c"]


def test_what_was_noticed_decides_between_equals_until_it_fades() -> None:
    blue = affinity("blue", 5.0, explicit=False)
    later = NOW + timedelta(days=3650)
    same = (bag("b", "red"), bag("c", "blue"))

    def first(liked: Tastes) -> str:
        return ids(find(filled(same), SHELVES["fashion"], Search(text="bag"), tastes=liked))[0]

    assert first(tastes(colours=(blue,))) == "c"
    entry = searched(filled(same), Search(colours=("blue",))).hits[0].entry
    assert liking(entry, tastes(NOW, colours=(blue,))) == pytest.approx(0.2 * 0.4 * 5 / 9)
    assert liking(entry, tastes(later, colours=(blue,))) < 1e-9


def test_what_was_said_counts_as_much_after_years() -> None:
    entry = searched(filled((bag("b", "red"),)), Search()).hits[0].entry
    years_on = NOW + timedelta(days=3650)

    assert liking(entry, tastes(years_on, colours=(affinity("red"),))) == SHARES["colour"]


def test_what_is_not_wanted_comes_last_in_any_order_and_is_never_left_out() -> None:
    refused = tastes(disliked=(Trait(kind="manufacturer", value="ACME"),))

    assert order(refused) == ["b", "a", "c"]
    assert order(refused, Search(text="bag", sort="popular")) == ["b", "a", "c"]


def test_what_is_asked_for_by_name_is_not_put_last() -> None:
    refused = tastes(disliked=(Trait(kind="manufacturer", value="Acme"),))

    assert order(refused, Search(text="Acme bag"))[0] == "a"
    assert order(refused, Search(category="bags", manufacturers=("Acme",))) == ["a", "c"]


def test_a_feature_refused_is_looked_for_in_what_the_product_is() -> None:
    refused = tastes(disliked=(Trait(kind="feature", value="Leather"),))
    beside = (*BAGS, bag("d", "black", description=text("Goes well with leather.")))

    found = find(filled(beside), SHELVES["fashion"], Search(category="bags"), tastes=refused)

    assert ids(found)[-1] == "c"


def test_a_product_in_other_colours_too_is_not_of_the_colour_refused() -> None:
    both = product(
        "e", "bags", text("Plain Bag"), [({"colour": c}, 5000, 1) for c in ("red", "green")]
    )
    refused = tastes(disliked=(Trait(kind="colour", value="red"),))

    found = find(filled((*BAGS, both)), SHELVES["fashion"], Search(category="bags"), tastes=refused)

    assert ids(found)[-1] == "b"


def test_where_a_colour_is_asked_for_the_liked_one_is_no_reason() -> None:
    liked = tastes(colours=(affinity("red"),), manufacturers=(affinity("Brook"),))
    hit = searched(filled(BAGS), Search(colours=("red",))).hits[0]

    assert [one.kind for one in fits(hit.entry, hit.offers, liked, Search(colours=("red",)))] == [
        "manufacturer"
    ]


def test_the_reasons_are_what_the_ranking_weighed() -> None:
    liked = tastes(
        colours=(affinity("red"),),
        manufacturers=(affinity("Brook", 3.0, explicit=False),),
        price_min=usd(1000),
        price_max=usd(9000),
    )
    hit = next(one for one in searched(filled(BAGS), Search()).hits if one.entry.id == "b")

    found = reasons_in_search(hit.entry, hit.offers, Search(text="bag"), liked, most=50)

    assert found == (
        Reason(kind="colour", value="red", stated=True),
        Reason(kind="price"),
        Reason(kind="manufacturer", value="Brook"),
    )
    assert reasons_in_search(hit.entry, hit.offers, Search(sort="price_asc"), liked, 50) == ()
    assert reasons_in_search(hit.entry, hit.offers, Search(), None, most=15) == (
        Reason(kind="popular"),
    )


VALUES = st.sampled_from(["red", "blue", "black", "Acme", "Brook", "bags", "leather"])
AFFINITIES = st.lists(
    st.builds(
        Affinity,
        value=VALUES,
        score=st.floats(0, 1000),
        at=st.integers(0, 400).map(lambda days: NOW - timedelta(days=days)),
        explicit=st.booleans(),
    ),
    max_size=4,
).map(tuple)
KNOWN = st.builds(
    Preferences,
    customer_id=st.just("c"),
    brand=st.just("fashion"),
    categories=AFFINITIES,
    manufacturers=AFFINITIES,
    colours=AFFINITIES,
    features=AFFINITIES,
    disliked=st.lists(
        st.builds(Trait, kind=st.sampled_from(get_args(TraitKind)), value=VALUES), max_size=3
    ).map(tuple),
)
HITS = searched(filled(BAGS), Search(text="bag")).hits


@given(KNOWN, st.sampled_from(get_args(Sort)))
def test_tastes_change_the_order_and_never_what_is_found(known: Preferences, sort: Sort) -> None:
    found = ranked(HITS, Search(text="bag", sort=sort), tastes_of(known, NOW))

    assert {hit.entry.id for hit in found} == {"a", "b", "c"}


@given(KNOWN)
def test_tastes_never_add_more_than_their_share(known: Preferences) -> None:
    liked = tastes_of(known, NOW)
    if liked is None:
        return

    for hit in HITS:
        points = fits(hit.entry, hit.offers, liked, Search())
        assert all(0 < each <= SHARES[one.kind] for one, each in points.items())
