"""What is heard in passing weighs less than what was said, and never against it."""

from datetime import UTC, datetime, timedelta

from functions.memory.correct import correct
from functions.memory.learn import WEIGHTS, empty, learn
from functions.memory.noticing import notice
from functions.memory.state import MemoryState
from functions.memory.traits import Taste
from shared.decay import INFERRED, weight
from shared.events.customers import MemoryUpdated
from shared.models.memory import Correction, Signal, Trait

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
RED, LEATHER = Taste("colour", "red"), Taste("feature", "leather")


def noticed(state: MemoryState, *heard: Taste, at: datetime = NOW) -> MemoryState:
    after = notice(state, heard, at).state
    assert after is not None
    return after


def corrected(**said: object) -> MemoryState:
    after = correct(None, "fashion", "c1", Correction.model_validate(said), NOW).state
    assert after is not None
    return after


def new() -> MemoryState:
    return empty("fashion", "c1", NOW)


def test_its_weight_lies_between_a_cart_and_what_was_said() -> None:
    (red,) = noticed(new(), RED).preferences.colours

    assert WEIGHTS["cart"] < WEIGHTS["passing"] < WEIGHTS["purchase"] < WEIGHTS["stated"]
    assert (red.explicit, weight(red, NOW)) == (False, INFERRED / 2)
    assert weight(red, NOW + timedelta(days=300)) < 0.001


def test_however_often_it_is_heard_it_never_counts_as_said() -> None:
    state = new()
    for _ in range(50):
        state = noticed(state, RED)

    assert not state.preferences.colours[0].explicit
    assert weight(state.preferences.colours[0], NOW) < INFERRED


def test_several_categories_and_makers_are_all_kept() -> None:
    heard = (
        Taste("category", "shoes"),
        Taste("category", "bags"),
        Taste("manufacturer", "Velora"),
        Taste("size", "42"),
        RED,
        LEATHER,
    )

    state = noticed(new(), *heard)

    kept = state.preferences
    assert [one.value for one in kept.categories] == ["bags", "shoes"]
    assert [one.value for one in kept.manufacturers] == ["Velora"]
    assert (kept.sizes[0].value, kept.colours[0].value) == ("42", "red")
    assert kept.features[0].value == "leather"
    assert {one.kind for one in state.history} == {"passing"}


def test_what_they_said_refused_or_took_out_stays_as_they_said_it() -> None:
    state = corrected(colours=("Red",), disliked=("feature:Leather",), forget=("size:m",))

    for heard in (RED, LEATHER, Taste("size", "M"), Taste("colour", "RED", wanted=False)):
        assert notice(state, (heard,), NOW).state is state


def test_a_dislike_in_passing_ends_what_was_noticed_and_is_no_dislike() -> None:
    cart = Signal(kind="cart", at=NOW, colours=("Red", "blue"))
    known = learn(new(), "fashion", "c1", (cart,), NOW).state
    assert known is not None

    decided = notice(known, (Taste("colour", "red", wanted=False),), NOW)

    assert decided.state is not None
    assert [one.value for one in decided.state.preferences.colours] == ["blue"]
    assert decided.state.preferences.disliked == ()
    (told,) = decided.emits
    assert isinstance(told.event, MemoryUpdated)


def test_a_dislike_of_what_nobody_noticed_changes_nothing() -> None:
    state = corrected(colours=("blue",))

    assert notice(state, (Taste("colour", "blue", wanted=False),), NOW).state is state
    assert notice(state, (LEATHER.opposite,), NOW).state is state


def test_what_is_forgotten_later_leaves_what_was_heard_too() -> None:
    state = noticed(new(), RED)

    after = correct(state, "fashion", "c1", Correction(forget=("colour:red",)), NOW).state

    assert after is not None
    assert (after.preferences.colours, after.history[0].colours) == ((), ())
    assert notice(after, (RED,), NOW).state is after
    assert Trait(kind="colour", value="red") == RED.trait
