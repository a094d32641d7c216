"""The resumable stream of a conversation as server-sent events."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

from functions.web_chat.growing import Growing, entry_of
from functions.web_chat.outgoing import shown
from functions.web_chat.streams import Entry, Hub, entries_after, has_entry
from shared.chat_words import Words, words_now
from shared.clients import redis_client
from shared.log import log
from shared.stores.store import Store

HEARTBEAT_SECONDS: Final = 15.0
STREAM_SECONDS: Final = 240.0
"""A stream ends itself before Knative's 300 seconds; the browser comes back with its last id."""
POLL_SECONDS: Final = 1.0
"""How often MongoDB is asked while Redis is down."""
SNAPSHOT: Final = 50
DIGITS: Final = 15
"""More than a sequence ever has, and what a database can count to."""
FROM_STORE: Final = "m-"
"""Ids of events that were read from MongoDB: this and the message's sequence."""


@dataclass(frozen=True, slots=True)
class Listener:
    """One open stream.

    Attributes:
        store: where the messages are.
        hub: this pod's reader.
        conversation: key of the conversation's record.
        last_id: the browser's `Last-Event-ID`, empty on the first connection.
    """

    store: Store
    hub: Hub
    conversation: str
    last_id: str

    async def frames(self) -> AsyncIterator[bytes]:
        """Yield frames until the stream's time is over."""
        started = time.monotonic()
        yield b"retry: 1000\n\n"
        growing = Growing()
        async with self.hub.listen(self.conversation) as queue:
            last = self.last_id
            async for entry in self._missed():
                last = entry.id or last
                if growing.shows(entry):
                    yield frame(entry)
            while time.monotonic() - started < STREAM_SECONDS:
                entries = await self._next(queue, last)
                for entry in entries:
                    if (not entry.id or is_after(entry.id, last)) and growing.shows(entry):
                        last = entry.id or last
                        yield frame(entry)
                if not entries:
                    yield b": still here\n\n"

    async def _missed(self) -> AsyncIterator[Entry]:
        async for entry in self._missed_events():
            yield entry
        words = await self._words()
        if words is not None:
            yield entry_of(words)

    async def _words(self) -> Words | None:
        """Return what is shown now of an answer that still grows; without Redis nothing grows."""
        from redis.exceptions import RedisError

        try:
            return await words_now(redis_client(), self.conversation) if self.hub.up else None
        except (RedisError, OSError):
            return None

    async def _missed_events(self) -> AsyncIterator[Entry]:
        if self.last_id.startswith(FROM_STORE):
            for entry in await self._stored(self.last_id):
                yield entry
            return
        if not self.last_id:
            return
        from redis.exceptions import RedisError

        try:
            known = await has_entry(redis_client(), self.conversation, self.last_id)
            missed = await entries_after(redis_client(), self.conversation, self.last_id)
        except (RedisError, OSError):
            log().warning("stream.redis_down")
            return
        if not known:
            yield await self._snapshot(missed[-1].id if missed else self.last_id)
            return
        for entry in missed:
            yield entry

    async def _next(self, queue: asyncio.Queue[Entry], last: str) -> list[Entry]:
        waited = HEARTBEAT_SECONDS if self.hub.up else POLL_SECONDS
        try:
            return [await asyncio.wait_for(queue.get(), waited)]
        except TimeoutError:
            return [] if self.hub.up else await self._stored(last)

    async def _stored(self, last: str) -> list[Entry]:
        told = last.removeprefix(FROM_STORE)[:DIGITS] if last.startswith(FROM_STORE) else ""
        sequence = int(told) if told.isdecimal() else None
        if sequence is None:
            newest = await self._messages(limit=1)
            sequence = newest[0]["sequence"] if newest and last else 0
        found = await self.store.find(
            "messages",
            {"conversation": self.conversation, "sequence": {"$gt": sequence}},
            sort=(("sequence", 1),),
        )
        return [
            Entry(f"{FROM_STORE}{one['sequence']}", "message.created", json.dumps(shown(one)))
            for one in found
            if one["sender"] in {"bot", "agent"} or "answer" in one
        ]

    async def _snapshot(self, entry_id: str) -> Entry:
        messages: list[Any] = [shown(one) for one in reversed(await self._messages(SNAPSHOT))]
        return Entry(entry_id, "messages.snapshot", json.dumps({"messages": messages}))

    async def _messages(self, limit: int) -> list[dict[str, Any]]:
        return await self.store.find(
            "messages",
            {"conversation": self.conversation},
            sort=(("sequence", -1),),
            limit=limit,
        )


def frame(entry: Entry) -> bytes:
    """Return an entry as one server-sent event."""
    place = f"id: {entry.id}\n" if entry.id else ""
    return f"{place}event: {entry.name}\ndata: {entry.data}\n\n".encode()


def is_after(entry_id: str, last: str) -> bool:
    """Tell whether an id comes after another; ids of different kinds can't be compared."""
    if not last or entry_id.startswith(FROM_STORE) != last.startswith(FROM_STORE):
        return True
    return _place(entry_id) > _place(last)


def _place(entry_id: str) -> tuple[int, ...]:
    return tuple(int(part) for part in entry_id.split("-") if part.isdecimal())
