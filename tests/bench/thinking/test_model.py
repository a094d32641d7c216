import json
from typing import cast

from tests.bench.thinking.model import THOUGHTS, WORDS, leads, tokens_sent, turns_of
from tests.support.model_server import Json

FOUND = json.dumps({"products": [{"id": "glide"}, {"id": "sprint"}]})


def body(*results: str) -> Json:
    messages = [{"role": "user", "content": "known"}, {"role": "user", "content": "shoes"}]
    for result in results:
        messages += [{"role": "assistant", "content": ""}, {"role": "tool", "content": result}]
    return {"messages": messages}


def said(*results: str) -> Json:
    answer = json.loads(bytes(leads(body(*results)).body))
    return cast("Json", answer["choices"][0]["message"])


def test_three_tools_are_asked_for_one_after_the_other_then_there_are_words() -> None:
    turn = [said(), said(FOUND), said(FOUND, "{}"), said(FOUND, "{}", "{}")]

    called = [cast("list[dict[str, Json]]", one["tool_calls"])[0]["function"] for one in turn[:3]]
    assert [one["name"] for one in called] == ["search", "product_details", "show_cart"]
    assert called[1]["arguments"] == '{"product_ids": ["glide"]}'
    assert turn[3]["content"] == WORDS
    assert len(turn) == THOUGHTS


def test_turns_are_told_apart_by_their_first_request() -> None:
    asked = [body(), body(FOUND), body(), body(FOUND), body(FOUND, "{}")]

    assert turns_of(asked) == [asked[:2], asked[2:]]


def test_tokens_are_those_of_messages_and_tools_alone() -> None:
    assert tokens_sent({"messages": [], "model": "x" * 300}) == 4
    assert tokens_sent({"messages": ["x" * 300], "model": ""}) == 104
