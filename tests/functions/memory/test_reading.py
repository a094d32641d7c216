"""Whose turn it is to read, and which words still count."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.memory.main import FUNCTION, reading_model
from functions.memory.reading import Due, let_go, postpone, take, write_down
from functions.memory.state import MemoryState
from functions.memory.traits import Taste
from functions.seller.brains import is_silence_read
from shared.clients import redis_if_named
from shared.events.customers import MemoryReadingDue
from shared.llm import models
from shared.settings import settings
from tests.support.loading import THINKING, loaded_by

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
OVER = AT + timedelta(seconds=61)
RED = (Taste("colour", "red"),)
NAMED = {"LLM_MODEL": "openai/m", "OPENAI_API_KEY": "k"}


def due(epoch: int = 1, number: int = 1) -> Due:
    event = MemoryReadingDue(
        customer_id="c1",
        conversation="fashion|whatsapp|c1",
        conversation_id=f"fashion|whatsapp|c1|{number}",
        epoch=epoch,
    )
    return Due(event, "fashion", "whatsapp")


def taken(state: MemoryState | None = None, number: int = 1) -> MemoryState:
    after = take(state, due(number=number), AT).state
    assert after is not None
    return after


def test_a_reading_is_taken_once_and_looked_after_under_the_next_epoch() -> None:
    first = take(None, due(), AT)
    assert first.state is not None

    second = take(first.state, due(), AT)

    (look,) = first.emits
    assert isinstance(look.event, MemoryReadingDue)
    assert (look.event.epoch, look.not_before) == (2, AT + timedelta(seconds=70))
    assert look.key == "fashion|whatsapp|c1|1|reading|2"
    assert (first.result, second.result) == ({"epoch": 1}, None)
    assert second.state is first.state


def test_a_holder_that_may_still_answer_is_left_alone_and_one_that_died_is_followed() -> None:
    state = taken()

    assert take(state, due(2), AT + timedelta(seconds=59)).state is state
    assert take(state, due(2), OVER).result == {"epoch": 2}


def test_what_a_late_holder_heard_is_dropped() -> None:
    again = take(taken(), due(2), OVER).state
    assert again is not None

    assert write_down(again, due(), RED, OVER).state is again
    in_time = write_down(again, due(2), RED, OVER).state
    assert in_time is not None
    assert (in_time.readings, in_time.preferences.colours[0].value) == ((), "red")


def test_without_a_lease_nothing_is_written_and_no_memory_is_made() -> None:
    over = write_down(taken(), due(), (), AT).state
    assert over is not None

    assert write_down(None, due(), RED, AT).state is None
    assert write_down(over, due(), RED, AT).state is over
    assert let_go(None, due()).state is None
    assert let_go(over, due()).state is over


def test_the_event_of_a_holder_that_is_gone_opens_no_new_reading() -> None:
    assert take(None, due(2), AT).state is None
    assert postpone(None, due(2), AT).state is None


def test_what_was_erased_since_the_words_were_looked_up_is_not_read() -> None:
    erased = taken().model_copy(update={"unread_before": AT})

    for state in (erased, erased.model_copy(update={"readings": ()})):
        decided = take(state, due(2 if state.readings else 1), OVER)
        assert decided.result is None
        assert decided.state is not None
        assert decided.state.readings == ()


def test_two_conversations_are_read_side_by_side() -> None:
    both = taken(taken(), number=2)

    first = write_down(both, due(), RED, AT).state
    assert first is not None
    assert [one.conversation_id for one in first.readings] == ["fashion|whatsapp|c1|2"]
    assert write_down(first, due(number=2), RED, AT).state is not first


def test_a_postponed_reading_is_taken_under_the_epoch_that_was_told() -> None:
    later = postpone(None, due(), AT)
    (again,) = later.emits
    assert isinstance(again.event, MemoryReadingDue)
    assert (again.event.epoch, again.not_before) == (2, AT + timedelta(seconds=10))

    assert take(later.state, due(), AT).state is later.state
    assert take(later.state, replace(due(), event=again.event), AT).result == {"epoch": 2}


def test_memory_loads_nothing_that_thinks_before_something_is_to_be_read() -> None:
    assert FUNCTION.prepare is None


@pytest.mark.parametrize("named", [{}, NAMED, {"LLM_MEMORY": "true"}])
def test_a_seller_tells_of_silence_only_where_somebody_reads(
    named: dict[str, str], monkeypatch: pytest.MonkeyPatch, shop: None
) -> None:
    _ = shop
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()

    assert (is_silence_read("fashion"), reading_model("fashion")) == (False, None)


def test_with_the_switch_and_a_model_both_agree_that_it_is_read(
    monkeypatch: pytest.MonkeyPatch, shop: None
) -> None:
    _ = shop
    for name, value in {**NAMED, "LLM_MEMORY": "true"}.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert redis_if_named() is None

    assert is_silence_read("fashion")
    assert getattr(reading_model("fashion"), "models", None) == ("openai/m",)
    assert reading_model("no such brand") is None
    for cache in (models.model_for, models.shared_provider, models.shared_breakers):
        cache.cache_clear()


def test_a_seller_by_rules_loads_nothing_that_thinks_to_know_whether_silence_is_read() -> None:
    assert loaded_by("seller", *THINKING, LLM_MEMORY="true") == "[]"
