from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest

from functions.web_chat.main import FUNCTION
from functions.web_chat.sse import is_after
from shared.chat_streams import ALL, Added, add
from shared.clients import redis_client
from shared.events.chat import ChatMessageNew
from shared.models.message import PageView
from tests.support.drive import Memory, client

CHAT = "/v1/chat/fashion"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COOKIE_KEY", "cookie-key")
    return iter(())


@pytest.fixture
async def memory() -> Memory:
    return Memory()


@pytest.fixture
async def chat(memory: Memory) -> AsyncIterator[httpx.AsyncClient]:
    async with client(replace(FUNCTION, ports=memory.ports, background=None)) as api:
        yield api


@pytest.mark.parametrize("after", ["-1", "x", "\u00b2", "1.5", "9" * 20, "9" * 5000, "$gt", "{}"])
async def test_a_place_that_is_none_is_refused(chat: httpx.AsyncClient, after: str) -> None:
    answer = await chat.get(f"{CHAT}/messages", params={"after": after})

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("last", ["\u00b2-1", "m-\u00b2", "garbage", "1-1-1", "-", "9" * 64])
def test_any_last_event_id_can_be_compared(last: str) -> None:
    assert is_after("1700000000000-1", last) in {True, False}


@pytest.mark.parametrize(
    "body",
    [
        '{"location": {"latitude": NaN, "longitude": 1}}',
        '{"location": {"latitude": 1e999, "longitude": 1}}',
        '{"location": {"latitude": 91, "longitude": 1}}',
        '{"location": {"latitude": 1, "longitude": 1, "name": "' + "x" * 300 + '"}}',
        '{"action": {"id": "a", "title": "' + "x" * 300 + '"}}',
        '{"text": "hi", "page": {"productId": "' + "x" * 65 + '"}}',
        '{"text": "hi", "page": {"productId": {"$gt": ""}}}',
        '{"page": {"productId": "x"}}',
        '{"text": {"$gt": ""}}',
        '{"text": "\\ud800"}',
        '{"text": "' + "x" * 4097 + '"}',
        '{"text": "\\u0000\\u202e "}',
        "[" * 100_000,
        '"text"',
    ],
)
@pytest.mark.usefixtures("fresh_clients")
async def test_a_message_nobody_can_pass_on_is_refused_at_the_door(
    chat: httpx.AsyncClient,
    memory: Memory,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
    body: str,
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)

    answer = await chat.post(f"{CHAT}/messages", content=body)

    assert answer.status_code == 400
    assert memory.published() == []


@pytest.mark.usefixtures("fresh_clients")
async def test_what_is_taken_is_taken_again_on_the_other_side(
    chat: httpx.AsyncClient,
    memory: Memory,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)
    page = {"productId": "glide\u202e", "category": "shoes", "title": "unknown to the shop"}
    place = {"latitude": 1.5, "longitude": -2, "name": "a\u0000b\u202ec"}
    body = {"location": place, "page": page}

    answer = await chat.post(f"{CHAT}/messages", json=body)

    event = ChatMessageNew.model_validate(memory.publisher.envelopes[0].data)
    assert answer.status_code == 202
    assert event.message.location is not None
    assert event.message.location.name == "abc"
    assert event.message.page == PageView(product_id="glide", category="shoes")


@pytest.mark.usefixtures("fresh_clients")
async def test_the_stream_of_all_chats_ends_with_the_last_one(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)

    await add(
        redis_client(), "fashion|web|c", "event-1", Added("message.created", {"message": "hi"})
    )

    assert 0 < await redis_client().ttl(ALL) <= 24 * 3600
