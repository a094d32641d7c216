"""What is shown of an answer while the model still speaks."""

from functions.seller.thinking.gating import Gate
from functions.seller.thinking.previewing import MAX_CHANGES, Preview
from shared.grounds.claims import unfounded
from shared.grounds.facts import Facts
from shared.grounds.naming import Item
from shared.grounds.problem import Problem
from shared.llm.answer import Restarted, TextDelta
from shared.models.words import Words


def no_money(text: str) -> tuple[Problem, ...]:
    return (Problem("amount", "$"),) if "$" in text else ()


def preview() -> Preview:
    return Preview(Gate(no_money), "t1", 3)


def shown(given: Preview, *pieces: str) -> list[str]:
    heard = [given.hear(TextDelta(piece)) for piece in pieces]
    return [words.text for words in heard if words]


def test_words_are_whole_and_say_whose_they_are() -> None:
    given = preview()
    given.hear(TextDelta("They run well. "))

    words = given.hear(TextDelta("They are light. "))

    assert words == Words(turn_id="t1", epoch=3, text="They run well. They are light.")


def test_half_a_sentence_changes_nothing() -> None:
    assert shown(preview(), "They run", " well") == []


def test_nothing_is_shown_of_what_may_not_be_said_or_after_it() -> None:
    assert shown(preview(), "Good. ", "Only $1. ", "Buy now. ") == ["Good."]


def test_the_checks_of_the_answer_are_those_of_the_preview() -> None:
    items = {
        "glide": Item(frozenset({"Aero Glide"}), amounts=frozenset({12900})),
        "sprint": Item(frozenset({"Vela Sprint"}), amounts=frozenset({8900})),
    }
    facts = Facts(
        cards={}, amounts=frozenset({12900, 8900}), items=items, texts=("1 to 2 business days",)
    )
    given = Preview(Gate(lambda text: unfounded(text, facts, "")), "t1", 3)

    said = "The Aero Glide is $129.00. It takes 1 to 2 days. The Aero Glide is $89.00. Buy it. "

    assert shown(given, *(f"{word} " for word in said.split())) == [
        "The Aero Glide is $129.00.",
        "The Aero Glide is $129.00. It takes 1 to 2 days.",
    ]


def test_what_another_model_begins_anew_is_taken_back() -> None:
    given = preview()
    given.hear(TextDelta("They run well. "))

    taken_back = given.hear(Restarted())

    assert taken_back == Words(turn_id="t1", epoch=3, text="", taken_back=True)
    assert shown(given, "Light ones. ") == ["Light ones."]


def test_nothing_is_taken_back_where_nothing_was_shown() -> None:
    given = preview()
    given.hear(TextDelta("They run"))

    assert given.hear(Restarted()) is None
    assert shown(given, "Light ones. ") == ["Light ones."]


def test_who_speaks_in_too_many_pieces_is_not_shown_further_but_still_taken_back() -> None:
    given = preview()

    assert len(shown(given, *(f"Word {number}. " for number in range(60)))) == MAX_CHANGES
    assert given.hear(Restarted()) == Words(turn_id="t1", epoch=3, text="", taken_back=True)
