from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from functions.memory.correct import correct, erase, hear
from functions.memory.learn import KEPT, learn
from functions.memory.state import MemoryState
from shared.decay import decayed
from shared.events.customers import MemorySignals
from shared.models.memory import Affinity, Correction, Signal, SignalKind
from shared.models.money import Money

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def learnt(*signals: Signal, state: MemoryState | None = None) -> MemoryState:
    after = learn(state, "fashion", "c1", signals, NOW).state
    assert after is not None
    return after


def test_a_purchase_outweighs_searches_and_views() -> None:
    memory = learnt(
        Signal(kind="search", at=NOW, category="shoes"),
        Signal(kind="view", at=NOW, category="shoes"),
        Signal(kind="purchase", at=NOW, category="bags"),
    )

    assert [(one.value, one.score) for one in memory.preferences.categories] == [
        ("bags", 5.0),
        ("shoes", 1.5),
    ]


def test_a_score_halves_in_thirty_days() -> None:
    affinity = Affinity(value="blue", score=4.0, at=NOW)

    assert decayed(affinity, NOW + timedelta(days=30)) == pytest.approx(2.0)


def test_what_was_said_does_not_fade() -> None:
    affinity = Affinity(value="blue", score=10.0, at=NOW, explicit=True)

    assert decayed(affinity, NOW + timedelta(days=300)) == 10.0


def test_what_the_shopper_took_out_comes_back_only_when_said() -> None:
    red = Signal(kind="cart", at=NOW, colours=("red",))
    memory = learnt(red)

    cleared = correct(memory, "fashion", "c1", Correction(forget=("colour:red",)), NOW).state
    again = learnt(red, state=cleared)
    said = correct(again, "fashion", "c1", Correction(colours=("red",)), NOW).state

    assert again.preferences.colours == ()
    assert said is not None
    assert [one.value for one in said.preferences.colours] == ["red"]


def test_nothing_is_left_after_erasing() -> None:
    search = Signal(kind="search", at=NOW, query="shoes", colours=("blue",))
    memory = learnt(search).model_copy(update={"forgotten": ("colour:red",)})

    erased = hear(memory, "fashion", MemorySignals(customer_id="c1", erase=True), NOW).state

    assert erased is not None
    assert erased == erase("fashion", "c1", NOW).state
    assert (erased.history, erased.preferences.recent_queries, erased.forgotten) == ((), (), ())


def test_prices_of_another_currency_start_a_new_range() -> None:
    dollars = Signal(kind="cart", at=NOW, price=Money(amount_minor=9900, currency="USD"))
    reais = Signal(kind="cart", at=NOW, price=Money(amount_minor=100, currency="BRL"))

    memory = learnt(dollars, reais)

    assert memory.preferences.price_max == Money(amount_minor=100, currency="BRL")


KINDS: list[SignalKind] = ["search", "view", "cart", "passing", "purchase", "stated", "support"]


@given(
    st.lists(
        st.builds(
            Signal,
            kind=st.sampled_from(KINDS),
            at=st.integers(0, 400).map(lambda days: NOW - timedelta(days=days)),
            category=st.sampled_from(["a", "b", None]),
            colours=st.lists(st.text(max_size=3), max_size=20).map(tuple),
            price=st.integers(0, 10**7).map(
                lambda minor: Money(amount_minor=minor, currency="USD")
            ),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_a_memory_stays_small_and_its_range_holds(signals: list[Signal]) -> None:
    preferences = learnt(*signals).preferences

    assert len(preferences.colours) <= KEPT
    assert all(one.score > 0 for one in (*preferences.colours, *preferences.categories))
    if preferences.price_min and preferences.price_max:
        assert preferences.price_min.amount_minor <= preferences.price_max.amount_minor
