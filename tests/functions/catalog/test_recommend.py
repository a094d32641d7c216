from datetime import UTC, datetime

from functions.catalog.entries import Entry
from functions.catalog.recommend import bought_together, for_you, similar, trending
from functions.catalog.tastes import tastes_of
from shared.models.memory import Affinity, Preferences
from tests.functions.catalog.goods import GOODS, filled


def entries() -> dict[str, Entry]:
    index = filled()
    found = (index.entry("fashion", each.id) for each in GOODS)
    return {each.id: each for each in found if each}


def names(found: list[Entry]) -> list[str]:
    return [each.id for each in found]


def test_alike_products_share_shelf_and_look_and_can_be_bought() -> None:
    shop = entries()

    assert names(similar(shop["aero"], shop.values(), 5)) == ["trail", "derby", "chelsea"]
    assert names(similar(shop["linen"], shop.values(), 5)) == ["satin"]
    assert names(similar(shop["tote"], shop.values(), 5)) == []


def test_bought_together_follows_the_orders_and_fills_up_with_alike_ones() -> None:
    shop = entries()
    orders = [["aero", "tote"], ["aero", "tote", "linen"], ["linen", "satin"], ["aero", "gone"]]

    found = bought_together(shop["aero"], shop, orders, 4)

    assert names(found) == ["tote", "linen", "trail", "derby"]


def test_what_is_for_you_fits_your_tastes_and_is_new_to_you() -> None:
    shop = entries()
    at = datetime(2026, 2, 1, tzinfo=UTC)
    liked = Preferences(
        customer_id="c",
        brand="fashion",
        categories=(Affinity(value="shoes", score=2, at=at),),
        recent_products=("aero",),
    )

    assert names(for_you(shop.values(), tastes_of(liked, at), 3)) == ["chelsea", "trail", "derby"]
    assert names(for_you(shop.values(), None, 3)) == ["linen", "aero", "tote"]


def test_trending_is_what_recent_orders_had_most() -> None:
    shop = entries()

    assert names(trending(shop.values(), [["derby"], ["derby", "satin"]], 3)) == [
        "derby",
        "satin",
        "linen",
    ]


def test_what_is_sold_out_is_not_recommended() -> None:
    shop = entries()

    assert "sold-out" not in names(trending(shop.values(), [["sold-out"]], 20))
    assert "sold-out" not in names(for_you(shop.values(), None, 20))
    assert names(bought_together(shop["tote"], shop, [["tote", "sold-out"]], 5)) == []
