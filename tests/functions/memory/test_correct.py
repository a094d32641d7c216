"""What shoppers say of themselves, what they refuse, what they take back."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from functions.memory.correct import correct, hear
from functions.memory.learn import empty, learn
from functions.memory.state import MemoryState
from shared.decay import INFERRED, weight
from shared.events.customers import MemorySignals
from shared.models.memory import Affinity, Correction, Preferences, Signal, Trait

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def corrected(state: MemoryState | None, **said: object) -> MemoryState:
    after = correct(state, "fashion", "c1", Correction.model_validate(said), NOW).state
    assert after is not None
    return after


def learnt(state: MemoryState | None, **signal: object) -> MemoryState:
    given_signal = Signal.model_validate({"kind": "cart", "at": NOW, **signal})
    after = learn(state, "fashion", "c1", (given_signal,), NOW).state
    assert after is not None
    return after


def heard(state: MemoryState | None, **said: object) -> MemoryState:
    event = MemorySignals.model_validate({"customerId": "c1", **said})
    after = hear(state, "fashion", event, NOW).state
    assert after is not None
    return after


def values(affinities: tuple[Affinity, ...]) -> list[str]:
    return [one.value for one in affinities]


def test_a_new_size_takes_the_place_of_the_old_one() -> None:
    memory = corrected(None, sizes=("M",))

    changed = corrected(memory, sizes=("L",), forget=("size:m",))

    assert values(changed.preferences.sizes) == ["L"]
    assert changed.preferences.sizes[0].explicit


def test_what_is_forgotten_leaves_the_history_too() -> None:
    memory = learnt(None, colours=("red", "blue"), manufacturer="Velora")

    after = corrected(memory, forget=("colour:red", "manufacturer:velora"))

    assert after.history[0].colours == ("blue",)
    assert after.history[0].manufacturer is None


def test_all_sizes_are_forgotten_at_once_and_learnt_anew() -> None:
    memory = learnt(corrected(None, sizes=("M",)), sizes=("L",))

    cleared = corrected(memory, forget=("size:*",))

    assert cleared.preferences.sizes == ()
    assert values(learnt(cleared, sizes=("L",)).preferences.sizes) == ["L"]


def test_a_dislike_ends_the_like_and_nothing_noticed_brings_it_back() -> None:
    memory = corrected(None, colours=("red",))

    refused = corrected(memory, disliked=("colour:red", "feature:leather"))
    bought = learnt(refused, colours=("Red",), features=("leather",))

    assert bought.preferences.colours == ()
    assert bought.preferences.features == ()
    assert bought.preferences.disliked == (
        Trait(kind="colour", value="red"),
        Trait(kind="feature", value="leather"),
    )


def test_what_is_said_to_be_liked_again_is_disliked_no_more() -> None:
    refused = corrected(None, disliked=("colour:red", "manufacturer:Acme"))

    liked = corrected(refused, colours=("red",))
    stated = learnt(liked, kind="stated", manufacturer="acme")

    assert liked.preferences.disliked == (Trait(kind="manufacturer", value="Acme"),)
    assert stated.preferences.disliked == ()
    assert values(stated.preferences.manufacturers) == ["acme"]


def test_a_dislike_is_forgotten_like_a_like() -> None:
    refused = corrected(None, disliked=("feature:leather",))

    assert corrected(refused, forget=("feature:leather",)).preferences.disliked == ()


def test_an_event_erases_before_it_corrects_and_corrects_before_it_teaches() -> None:
    memory = learnt(corrected(None, sizes=("M",)), query="boots")

    after = heard(
        memory,
        erase=True,
        correction={"disliked": ["colour:red"]},
        signals=[{"kind": "cart", "at": NOW.isoformat(), "colours": ["red", "blue"]}],
    )

    assert after.preferences.sizes == ()
    assert after.preferences.recent_queries == ()
    assert values(after.preferences.colours) == ["blue"]


def test_a_purchase_teaches_what_was_put_into_the_cart_for_oneself() -> None:
    own = {"kind": "cart", "at": NOW.isoformat(), "productId": "p1"}
    bought = [
        {"kind": "purchase", "at": NOW.isoformat(), "productId": product, "colours": [colour]}
        for product, colour in (("p1", "blue"), ("present", "pink"))
    ]
    memory = heard(None, signals=[own])

    after = heard(memory, signals=bought)

    assert [(one.value, one.score) for one in after.preferences.colours] == [("blue", 5.0)]
    assert after.purchases == 1


def test_erasing_nothing_keeps_when_it_was_and_nothing_else() -> None:
    event = MemorySignals(customer_id="c1", erase=True)

    erased = hear(None, "fashion", event, NOW).state

    assert erased is not None
    assert erased.unread_before == NOW
    assert erased == empty("fashion", "c1", NOW).model_copy(update={"unread_before": NOW})


def test_a_feature_is_remembered() -> None:
    memory = learnt(None, kind="stated", features=("cotton",))

    assert values(memory.preferences.features) == ["cotton"]


def test_what_cannot_be_read_changes_nothing() -> None:
    memory = corrected(None, colours=("red",))

    after = corrected(memory, forget=("red", "shape:round", "colour:"))

    assert values(after.preferences.colours) == ["red"]


SCORES = st.floats(0, 10_000, allow_nan=False)
DAYS = st.integers(0, 3650)


@given(SCORES, DAYS, DAYS)
def test_a_noticed_taste_fades_and_never_weighs_what_a_stated_one_does(
    score: float, sooner: int, later: int
) -> None:
    noticed = Affinity(value="x", score=score, at=NOW)
    stated = noticed.model_copy(update={"explicit": True})
    first, last = sorted((sooner, later))

    weights = [weight(noticed, NOW + timedelta(days=days)) for days in (first, last)]

    assert 0 <= weights[1] <= weights[0] <= INFERRED
    assert weight(stated, NOW + timedelta(days=last)) == 1.0


TRAITS = st.sampled_from(["colour:red", "colour:blue", "size:M", "feature:leather", "size:*"])


@given(st.lists(st.tuples(st.lists(TRAITS, max_size=3), st.lists(TRAITS, max_size=3)), max_size=8))
def test_nothing_is_liked_and_disliked_at_once(corrections: list[tuple[list[str], ...]]) -> None:
    memory: MemoryState | None = None

    for forget, disliked in corrections:
        memory = learnt(corrected(memory, forget=forget, disliked=disliked), colours=("red",))

    known = memory.preferences if memory else Preferences(customer_id="c1", brand="fashion")
    refused = {one.value for one in known.disliked if one.kind == "colour"}
    assert refused.isdisjoint(values(known.colours))
