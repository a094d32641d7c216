"""Words before a message, as one open stream shows them."""

import json

from functions.web_chat.growing import Growing, entry_of
from functions.web_chat.streams import Entry
from shared.chat_words import Words


def said(text: str, turn: str = "t1", epoch: int = 1) -> Entry:
    return entry_of(Words(turn_id=turn, epoch=epoch, text=text))


def message(turn: str | None) -> Entry:
    body = {"id": "m", "turnId": turn} if turn else {"id": "m"}
    return Entry("5-0", "message.created", json.dumps(body))


def test_words_have_no_id_so_that_nobody_resumes_after_them() -> None:
    assert said("They run well.") == Entry(
        "",
        "message.delta",
        '{"turnId": "t1", "epoch": 1, "text": "They run well.", "takenBack": false}',
    )


def test_words_that_overtook_nobody_are_shown() -> None:
    growing = Growing()

    assert [growing.shows(one) for one in (said("a"), said("a b"), said("c", epoch=2))] == [
        True,
        True,
        True,
    ]


def test_words_of_an_older_lease_are_not_shown() -> None:
    growing = Growing()
    growing.shows(said("new", epoch=2))

    assert not growing.shows(said("late", epoch=1))


def test_after_a_message_the_words_of_its_turn_are_not_shown_but_those_of_another() -> None:
    growing = Growing()

    assert growing.shows(message("t1"))
    assert not growing.shows(said("late", epoch=9))
    assert growing.shows(said("next", turn="t2"))


def test_a_persons_message_ends_no_turn() -> None:
    growing = Growing()

    assert growing.shows(message(None))
    assert growing.shows(said("words"))


def test_other_events_are_always_shown() -> None:
    assert Growing().shows(Entry("6-0", "agent.assigned", "{}"))
