"""Reading chat streams: what a browser missed, and what comes, by one reader of the pod."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from shared.chat_streams import ALL, KEPT, stream_key

if TYPE_CHECKING:
    from redis.asyncio import Redis

BLOCK_MS: Final = 2000
Found = list[tuple[str, list[tuple[str, dict[str, str]]]]]
"""What XREAD answers: per stream its entries, id and fields."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a stream: its id is what `Last-Event-ID` carries, empty for words."""

    id: str
    name: str
    data: str


async def entries_after(redis: "Redis", conversation: str, last_id: str) -> list[Entry]:
    """Return what came after an id, oldest first."""
    found: list[tuple[str, dict[str, str]]] = await redis.xrange(  # pyright: ignore[reportUnknownMemberType]
        stream_key(conversation), min=f"({last_id}", max="+"
    )
    return [Entry(entry_id, fields["name"], fields["data"]) for entry_id, fields in found]


async def has_entry(redis: "Redis", conversation: str, entry_id: str) -> bool:
    """Tell whether the stream still holds an id, so that nothing after it was trimmed."""
    key = stream_key(conversation)
    return bool(await redis.xrange(key, min=entry_id, max=entry_id))  # pyright: ignore[reportUnknownMemberType]


@dataclass
class Hub:
    """One Redis reader of this pod, fanned out to every open stream."""

    waiting: dict[str, set[asyncio.Queue[Entry]]] = field(
        default_factory=dict[str, set[asyncio.Queue[Entry]]]
    )
    up: bool = False

    @asynccontextmanager
    async def listen(self, conversation: str) -> AsyncGenerator[asyncio.Queue[Entry], None]:
        """Give a queue that gets the conversation's events from now on."""
        queue: asyncio.Queue[Entry] = asyncio.Queue(maxsize=KEPT)
        self.waiting.setdefault(conversation, set()).add(queue)
        try:
            yield queue
        finally:
            queues = self.waiting.get(conversation, set())
            queues.discard(queue)
            if not queues:
                self.waiting.pop(conversation, None)

    async def run(self, redis: "Redis") -> None:
        """Read for as long as the process lives; while Redis is down, `up` is False."""
        from redis.exceptions import RedisError

        last = "$"
        while True:
            try:
                last = await self._read(redis, last)
                self.up = True
            except (RedisError, OSError):
                self.up = False
                await asyncio.sleep(1)

    async def _read(self, redis: "Redis", last: str) -> str:
        if last == "$":
            newest: Any = await redis.xrevrange(ALL, count=1)  # pyright: ignore[reportUnknownMemberType]
            last = newest[0][0] if newest else "0-0"
            self.up = True
        answer: list[tuple[str, list[tuple[str, dict[str, str]]]]] | None = await redis.xread(
            {ALL: last}, count=200, block=BLOCK_MS
        )  # pyright: ignore[reportUnknownMemberType]
        for _, found in answer or []:
            for entry_id, fields in found:
                last = entry_id
                self._hand_out(fields)
        return last

    def _hand_out(self, fields: dict[str, str]) -> None:
        entry = Entry(fields["id"], fields["name"], fields["data"])
        for queue in self.waiting.get(fields["key"], ()):
            if not queue.full():
                queue.put_nowait(entry)
