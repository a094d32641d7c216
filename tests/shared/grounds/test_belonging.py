"""Prices, counts and "sold out" are said of somebody."""

from hypothesis import given, settings, strategies as st

from shared.grounds.claims import unfounded
from shared.grounds.facts import Facts
from shared.grounds.naming import Item, mentions
from shared.grounds.output import without

SAYINGS = (
    "The Trail Runner costs {}.",
    "Trail Runner: {}",
    "For {} the Trail Runner is yours.",
    "O Trail Runner custa {}.",
    "Los Trail Runner cuestan {}.",
)

WHOSE = st.sampled_from(("own", "other"))


def shop(trail: int, socks: int) -> Facts:
    items = {
        "trail": Item(
            frozenset({"Trail Runner"}),
            amounts=frozenset({trail}),
            stocks=frozenset({3}),
            available=True,
        ),
        "socks": Item(
            frozenset({"Wool Socks"}),
            amounts=frozenset({socks}),
            stocks=frozenset({7}),
            available=False,
        ),
    }
    return Facts(
        cards={},
        amounts=frozenset({trail, socks, 595}),
        sums=frozenset({595}),
        stocks=frozenset({3, 7}),
        items=items,
    )


@settings(deadline=None)
@given(
    st.integers(1, 90),
    st.integers(1, 90),
    st.sampled_from(SAYINGS),
    st.sampled_from(("own", "other")),
)
def test_a_product_costs_its_own_price_and_no_others(
    trail: int, other: int, saying: str, whose: str
) -> None:
    facts = shop(trail * 100, other * 100)
    said = saying.format(f"${trail if whose == 'own' else other}")

    found = unfounded(said, facts, "")

    assert [one.said for one in found] == ([] if whose == "own" or trail == other else [said])


def test_only_the_wrong_sentence_goes() -> None:
    text = "The Trail Runner costs $9.00. The Wool Socks cost $9.00."

    assert without(text, unfounded(text, shop(4900, 900), "")) == "The Wool Socks cost $9.00."


def test_delivery_and_totals_are_nobodys_own() -> None:
    assert unfounded("The Trail Runner ships for $5.95.", shop(4900, 900), "") == ()


def test_a_count_and_a_stock_belong_to_their_product_too() -> None:
    facts = shop(4900, 900)

    said = "The Trail Runner has 7 left. The Wool Socks are in stock. The Trail Runner is sold out."

    assert [(one.kind, one.said) for one in unfounded(said, facts, "")] == [
        ("stock", "The Trail Runner has 7 left."),
        ("availability", "The Wool Socks are in stock."),
        ("availability", "The Trail Runner is sold out."),
    ]


def test_the_longest_name_is_meant_and_a_shared_one_means_nobody() -> None:
    items = {
        "nine": Item(frozenset({"Kite 9"})),
        "max": Item(frozenset({"Kite 9 Max"})),
        "blue": Item(frozenset({"Sea Breeze Blue Towel"})),
        "red": Item(frozenset({"Sea Breeze Red Towel"})),
    }

    found = mentions("Kite 9 Max, the kite 9, Sea Breeze, sea breeze", items)

    assert [one.ids for one in found] == [{"max"}, {"nine"}, {"blue", "red"}]


PIECES = (
    *("The Trail Runner", "Wool Socks", "costs", "$49", "$9.00", "7 left", "in stock", "sold out"),
    *("3 days", "50% off", "10 % wool", "FA-100009", "in 1 hour", ".", "!", "\n", "and", "today"),
    *("it arrives", "você", "y"),
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_what_is_left_of_an_answer_has_no_problem_any_more(text: str) -> None:
    facts = shop(4900, 900)

    left = without(text, unfounded(text, facts, ""))

    assert unfounded(left, facts, "") == ()
