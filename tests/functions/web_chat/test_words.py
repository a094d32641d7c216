"""The stream of a chat whose seller still speaks: words, then the message in their place."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from functions.web_chat.main import FUNCTION
from functions.web_chat.sse import Listener
from functions.web_chat.streams import Hub
from shared.chat_streams import stream_key
from shared.chat_words import Words, show_words, words_now
from shared.clients import redis_client
from shared.events.chat import ChatConversationUpdated, ChatResponse
from shared.events.event import Event
from shared.models.message import Answer, ChannelAddress
from shared.settings import settings
from tests.support.drive import Memory, client, deliver, envelope_of

CHAT = "fashion|web|c1"
Frame = tuple[str, str, dict[str, Any]]
"""Id, event, data."""


@dataclass
class Page:
    """An open stream."""

    frames: AsyncIterator[bytes]

    async def next(self) -> Frame:
        """Return the next event."""
        while True:
            text = (await asyncio.wait_for(anext(self.frames), 5)).decode()
            lines = dict(line.split(": ", 1) for line in text.splitlines() if line)
            if "data" in lines:
                return lines.get("id", ""), lines["event"], json.loads(lines["data"])


@dataclass
class Chat:
    """A pod of the web chat and the broker before it."""

    hub: Hub
    redis: Any
    memory: Memory

    async def open(self, last_id: str = "") -> Page:
        """Open a stream, from after an id."""
        listener = Listener(self.memory.store, self.hub, CHAT, last_id)
        frames = listener.frames()
        assert await anext(frames) == b"retry: 1000\n\n"
        return Page(frames)

    async def say(self, text: str, *, epoch: int = 1, turn: str = "t1") -> bool:
        """Let a seller that thinks show words."""
        return await show_words(self.redis, CHAT, Words(turn_id=turn, epoch=epoch, text=text))

    async def answer(self, text: str, turn: str = "t1") -> None:
        """Let the broker deliver a finished message."""
        await self._deliver(
            ChatResponse(
                conversation=CHAT, conversation_id=f"{CHAT}|1", customer_id="c1",
                message_id=f"m {turn}", sequence=2, sender="bot", sender_name="Luna",
                language="en", answer=Answer(message=text), address=ChannelAddress(web_id="w"),
                turn_id=turn,
            )
        )  # fmt: skip

    async def take_over(self) -> None:
        """Let a person take the conversation over."""
        await self._deliver(
            ChatConversationUpdated(
                conversation=CHAT, conversation_id=f"{CHAT}|1", customer_id="c1", owner="agent",
                status="agent", agent_name="Ana", version=3,
            )
        )  # fmt: skip

    async def _deliver(self, event: Event) -> None:
        envelope = envelope_of(event, cause=event.model_dump_json(), channel="web")
        function = replace(FUNCTION, ports=self.memory.ports, background=None)
        async with client(function) as service:
            assert await deliver(service, envelope) == 204


@pytest.fixture
async def chat(
    redis_url: str, fresh_clients: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Chat]:
    del fresh_clients
    monkeypatch.setenv("REDIS_URL", redis_url)
    settings.cache_clear()
    redis: Any = redis_client()
    await redis.flushdb()
    hub = Hub()
    reading = asyncio.create_task(hub.run(redis))
    while not hub.up:  # noqa: ASYNC110 - it has no event for it
        await asyncio.sleep(0.01)
    yield Chat(hub, redis, Memory())
    reading.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await reading


async def opened(chat: Chat, last_id: str = "") -> tuple[Page, "asyncio.Task[Frame]"]:
    """Return a stream that waits for its first event."""
    page = await chat.open(last_id)
    first = asyncio.create_task(page.next())
    await asyncio.sleep(0.05)
    return page, first


async def test_words_are_seen_before_the_message_which_replaces_them(chat: Chat) -> None:
    page, first = await opened(chat)

    await chat.say("They run well.")
    await chat.say("They run well. They are light.")
    await chat.answer("They run well. They are light.")

    words = {"turnId": "t1", "epoch": 1, "text": "They run well.", "takenBack": False}
    assert await first == ("", "message.delta", words)
    assert (await page.next())[2]["text"] == "They run well. They are light."
    id_, event, message = await page.next()
    assert (event, message["turnId"], message["id"]) == ("message.created", "t1", "m t1")
    assert id_ != ""


async def test_a_page_opened_while_the_seller_speaks_sees_the_words_so_far(chat: Chat) -> None:
    await chat.say("They run well.")

    _, first = await opened(chat)

    assert (await first)[2]["text"] == "They run well."


async def test_resuming_replays_the_message_and_none_of_its_words(chat: Chat) -> None:
    await chat.answer("Hello!", "t0")
    ((last_id, _),) = await chat.redis.xrange(stream_key(CHAT))
    for text in ("They", "They run well."):
        await chat.say(text)
    await chat.answer("They run well.")

    page, first = await opened(chat, last_id)
    await chat.say("late", epoch=5)
    await chat.say("Next.", turn="t2")

    assert (await first)[1:2] == ("message.created",)
    _, event, words = await page.next()
    assert (event, words["text"]) == ("message.delta", "Next.")


async def test_resuming_in_the_middle_of_an_answer_shows_its_words_again(chat: Chat) -> None:
    await chat.answer("Hello!", "t0")
    ((last_id, _),) = await chat.redis.xrange(stream_key(CHAT))
    await chat.say("They run well.")

    _, first = await opened(chat, last_id)

    assert (await first)[1:] == (
        "message.delta",
        {"turnId": "t1", "epoch": 1, "text": "They run well.", "takenBack": False},
    )


async def test_a_person_who_takes_over_takes_the_words_back(chat: Chat) -> None:
    page, first = await opened(chat)
    await chat.say("They run well.")
    await first

    await chat.take_over()

    assert (await page.next())[1] == "agent.assigned"
    assert (await page.next())[2] == {
        "turnId": "t1",
        "epoch": 1,
        "text": "",
        "takenBack": True,
    }
    assert not await chat.say("They run well. They")


async def test_a_message_ends_the_words_whatever_pod_took_it(chat: Chat) -> None:
    await chat.say("They run well.")

    await chat.answer("They run well.")

    assert await words_now(chat.redis, CHAT) is None
    assert not await chat.say("late", epoch=9)
