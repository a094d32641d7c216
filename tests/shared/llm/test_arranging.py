import json

from shared.llm.arranging import arranged
from shared.llm.request import Message, ToolUse
from tests.shared.llm.asking import SEARCH, STOCK, request


def test_what_stays_the_same_goes_first_and_what_changes_last() -> None:
    first = json.dumps(arranged(request("blue shoes", tools=(SEARCH, STOCK)), "openai/m"))
    second = json.dumps(arranged(request("a red bag", tools=(STOCK, SEARCH)), "openai/m"))

    assert first.partition("blue shoes")[0] == second.partition("a red bag")[0]
    assert first.partition("blue shoes")[2] == second.partition("a red bag")[2]


def test_the_prefix_is_one_message_in_its_order() -> None:
    assert arranged(request(), "openai/m") == {
        "messages": [
            {"role": "system", "content": "You are Luna.\n\nReturns within 30 days."},
            {"role": "user", "content": "hi"},
        ],
        "max_tokens": 800,
    }


def test_where_caches_need_a_mark_it_stands_after_tools_and_prefix() -> None:
    sent = arranged(request(tools=(STOCK, SEARCH)), "anthropic/claude-x")

    mark = {"type": "ephemeral"}
    assert sent["messages"] == [
        {
            "role": "system",
            "content": [
                {
                    "type": "text",
                    "text": "You are Luna.\n\nReturns within 30 days.",
                    "cache_control": mark,
                }
            ],
        },
        {"role": "user", "content": "hi"},
    ]
    tools = sent["tools"]
    assert isinstance(tools, list)
    assert "cache_control" not in tools[0]
    assert tools[1] == {
        "type": "function",
        "function": {
            "name": "stock",
            "description": "Tell what is there",
            "parameters": STOCK.parameters,
        },
        "cache_control": mark,
    }


def test_tool_calls_and_their_results_are_repeated_as_they_were() -> None:
    use = ToolUse(id="call_1", name="search", arguments='{"text": "shoes"}')
    talk = (
        Message(role="user", text="shoes?"),
        Message(role="assistant", tool_uses=(use,)),
        Message(role="tool", text='{"found": 3}', tool_use_id="call_1"),
    )

    assert arranged(request(messages=talk, prefix=()), "openai/m")["messages"] == [
        {"role": "user", "content": "shoes?"},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": "search", "arguments": '{"text": "shoes"}'},
                }
            ],
        },
        {"role": "tool", "content": '{"found": 3}', "tool_call_id": "call_1"},
    ]
