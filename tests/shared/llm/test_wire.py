"""Through litellm to a server that speaks OpenAI's chat completions."""

import pytest

from shared.llm.answer import ModelAnswer, TextDelta, Usage
from shared.llm.errors import (
    BadAnswerError,
    InvalidRequestError,
    ModelError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from shared.llm.prices import Price
from shared.llm.provider import LiteLlm
from shared.llm.request import OutputSchema, ToolUse
from shared.stores.matching import as_list, as_mapping
from tests.shared.llm.asking import SEARCH, STOCK, Heard, request
from tests.support.model_server import (
    ModelServer,
    Reply,
    answers_with,
    breaks_off,
    calls,
    fails,
    never_ends,
    refuses,
    says,
    stops_short,
)

pytestmark = [
    # The loader says the same, but every test starts with filters of its own.
    pytest.mark.filterwarnings("ignore:Item '.*' on TypedDict class:UserWarning"),
    pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince211"),
]

MODEL = "openai/gpt-4o-mini"
USAGE = Usage(prompt_tokens=1000, cached_tokens=600, completion_tokens=20)
TWO_CALLS = (
    ("call_a", "search", '{"text": "blue shoes"}'),
    ("call_b", "stock", '{"sku": "AG-38"}'),
)


def name_of(tool: object) -> object:
    function = as_mapping((as_mapping(tool) or {}).get("function")) or {}
    return function.get("name")


@pytest.mark.parametrize("streams", [False, True])
async def test_words_arrive_whole_with_their_usage(
    provider: LiteLlm, server: ModelServer, *, streams: bool
) -> None:
    server.replies.append(says("We have three blue shoes."))
    heard = Heard()

    answer = await provider.attempt(MODEL, request(), 20, heard if streams else None)

    assert answer == ModelAnswer(
        text="We have three blue shoes.", usage=USAGE, model=MODEL, finish_reason="stop"
    )
    told = "".join(delta.text for delta in heard.deltas if isinstance(delta, TextDelta))
    assert told == ("We have three blue shoes." if streams else "")
    assert len(heard.deltas) == (7 if streams else 0)


@pytest.mark.parametrize("streams", [False, True])
async def test_parallel_tool_calls_arrive_apart(
    provider: LiteLlm, server: ModelServer, *, streams: bool
) -> None:
    server.replies.append(calls(*TWO_CALLS))

    answer = await provider.attempt(MODEL, request(), 20, Heard() if streams else None)

    assert answer.finish_reason == "tool_calls"
    assert answer.tool_uses == tuple(
        ToolUse(id=id_, name=name, arguments=arguments) for id_, name, arguments in TWO_CALLS
    )
    assert answer.usage == USAGE


async def test_the_server_is_sent_what_was_asked(provider: LiteLlm, server: ModelServer) -> None:
    asked = request(
        tools=(STOCK, SEARCH),
        output=OutputSchema(name="Shape", schema_={"type": "object"}),
        temperature=0.2,
        max_tokens=77,
    )

    await provider.attempt(MODEL, asked, 20, None)

    sent = server.asked[0]
    assert sent["model"] == "gpt-4o-mini"
    assert sent["messages"] == [
        {"role": "system", "content": "You are Luna.\n\nReturns within 30 days."},
        {"role": "user", "content": "hi"},
    ]
    assert [name_of(tool) for tool in as_list(sent["tools"])] == ["search", "stock"]
    assert sent["max_tokens"] == 77
    assert sent["temperature"] == 0.2
    assert sent["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "Shape", "schema": {"type": "object"}},
    }


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize(
    ("reply", "expected", "status"),
    [
        (fails(400, "invalid_request_error"), InvalidRequestError, 400),
        (fails(400, "context_length_exceeded"), InvalidRequestError, 400),
        (fails(400, "content_policy_violation"), ModelRefusedError, 400),
        (fails(401, "invalid_api_key"), ModelUnavailableError, 401),
        (fails(403, "permission_denied"), ModelUnavailableError, 403),
        (fails(404, "model_not_found"), ModelUnavailableError, 404),
        (fails(408, "timeout"), ModelTimeoutError, 408),
        (fails(429, "rate_limit_exceeded"), ModelUnavailableError, 429),
        (fails(500), ModelUnavailableError, 500),
        (fails(503), ModelUnavailableError, 503),
        (says("", "content_filter"), ModelRefusedError, None),
        (says(""), BadAnswerError, None),
    ],
)
async def test_an_error_is_of_its_kind_and_asked_once(
    provider: LiteLlm,
    server: ModelServer,
    reply: Reply,
    expected: type[ModelError],
    status: int | None,
    *,
    streams: bool,
) -> None:
    server.replies.append(reply)

    with pytest.raises(ModelError) as raised:
        await provider.attempt(MODEL, request(), 20, Heard() if streams else None)

    assert type(raised.value) is expected
    assert raised.value.status == status
    assert len(server.asked) == 1


async def test_a_model_that_refuses_is_not_read_as_answering(
    provider: LiteLlm, server: ModelServer
) -> None:
    server.replies.append(refuses("I can't help with that."))

    with pytest.raises(ModelRefusedError) as raised:
        await provider.attempt(MODEL, request(), 20, None)

    assert raised.value.spent == USAGE


async def test_how_long_to_wait_is_read_from_the_answer(
    provider: LiteLlm, server: ModelServer
) -> None:
    server.replies.append(fails(429, "rate_limit_exceeded", retry_after="17"))

    with pytest.raises(ModelUnavailableError) as raised:
        await provider.attempt(MODEL, request(), 20, None)

    assert raised.value.retry_after_seconds == 17.0


@pytest.mark.parametrize("reply", [breaks_off(), stops_short()])
async def test_a_stream_that_breaks_off_is_no_answer_but_was_paid(
    provider: LiteLlm, server: ModelServer, reply: Reply
) -> None:
    server.replies.append(reply)
    heard = Heard()

    with pytest.raises(ModelUnavailableError) as raised:
        await provider.attempt(MODEL, request(), 20, heard)

    assert heard.deltas == [TextDelta("We have th")]
    assert raised.value.spent.completion_tokens > 0
    assert raised.value.spent.prompt_tokens > 0


async def test_a_stream_that_hangs_ends_at_its_time(provider: LiteLlm, server: ModelServer) -> None:
    server.replies.append(never_ends())
    heard = Heard()

    with pytest.raises(ModelTimeoutError) as raised:
        await provider.attempt(MODEL, request(), 1, heard)

    assert heard.deltas == [TextDelta("Well")]
    assert raised.value.spent.completion_tokens == 2


@pytest.mark.parametrize(
    "garbage", [b"<html>busy</html>", b"{", b"[]", b'{"choices": []}', b'{"choices": "none"}']
)
@pytest.mark.parametrize("streams", [False, True])
async def test_garbage_is_no_answer(
    provider: LiteLlm, server: ModelServer, garbage: bytes, *, streams: bool
) -> None:
    content = b"data: " + garbage + b"\n\n" if streams else garbage
    kind = "text/event-stream" if streams else "application/json"
    server.replies.append(answers_with(content, kind))

    with pytest.raises((BadAnswerError, ModelUnavailableError)):
        await provider.attempt(MODEL, request(), 20, Heard() if streams else None)


async def test_nobody_at_the_address_means_unavailable(
    provider: LiteLlm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_API_BASE", "http://127.0.0.1:9/v1")

    with pytest.raises(ModelUnavailableError):
        await provider.attempt(MODEL, request(), 20, None)


def test_prices_are_those_of_the_list(provider: LiteLlm) -> None:
    listed = Price(prompt=150_000, cached=75_000, cache_write=150_000, completion=600_000)
    assert provider.price(MODEL) == listed
    assert provider.price("openai/never-heard-of") == Price()
