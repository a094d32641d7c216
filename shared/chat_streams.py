"""Chat streams in Redis: one per conversation for resuming, one for all that wakes the pods.

Redis only carries them; MongoDB has the messages. The web chat writes and reads them, a seller that
thinks writes its words beside them (`shared.chat_words`), erasing a customer deletes them.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from redis.asyncio import Redis

KEPT: Final = 500
"""Entries a conversation's stream keeps; older ones are read from MongoDB."""
KEPT_SECONDS: Final = 24 * 3600
"""Text is kept in MongoDB only, for as long as the spec says; a stream that is written to lives
on, so its old entries are cut."""
ALL: Final = "chat:all"
DELTA: Final = "message.delta"
"""The event of words before their message; it has no id, since nobody resumes after it."""

Speaker = Literal["seller", "other", "same"]
"""Who speaks from an event on: while others do, the seller's words are not shown."""

TELL: Final = """
local function tell(all, key, id, name, data, seconds)
  redis.call('XADD', all, 'MAXLEN', '~', 10000, '*', 'key', key, 'id', id,
             'name', name, 'data', data)
  redis.call('EXPIRE', all, seconds)
  local oldest = (redis.call('TIME')[1] - seconds) * 1000
  redis.call('XTRIM', all, 'MINID', string.format('%.0f', oldest))
end
"""
"""Hands an event to every pod's reader."""

_ADD_ONCE: Final = (
    TELL
    + """
local stream, seen, all, words = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local event, name, data, kept, seconds, key, turn, speaker, delta = unpack(ARGV)
if redis.call('SADD', seen, event) == 0 then return '' end
redis.call('EXPIRE', seen, seconds)
local id = redis.call('XADD', stream, 'MAXLEN', '~', kept, '*', 'name', name, 'data', data)
redis.call('EXPIRE', stream, seconds)
local oldest = (redis.call('TIME')[1] - seconds) * 1000
redis.call('XTRIM', stream, 'MINID', string.format('%.0f', oldest))
tell(all, key, id, name, data, seconds)
if speaker == 'other' then
  redis.call('HSET', words, 'silent', 1)
  turn = redis.call('HGET', words, 'of') or ''
  if turn ~= '' then
    local epoch = tonumber(redis.call('HGET', words, 'turn:' .. turn))
    local gone = {turnId = turn, epoch = epoch, text = '', takenBack = true}
    tell(all, key, '', delta, cjson.encode(gone), seconds)
  end
elseif speaker == 'seller' then
  redis.call('HDEL', words, 'silent')
end
if turn ~= '' then
  redis.call('HSET', words, 'turn:' .. turn, 'over')
  if redis.call('HGET', words, 'of') == turn then redis.call('HDEL', words, 'of', 'now') end
end
redis.call('EXPIRE', words, seconds)
return id
"""
)


def stream_key(conversation: str) -> str:
    """Return the Redis key of a conversation's stream."""
    return f"chat:{{{conversation}}}"


def seen_key(conversation: str) -> str:
    """Return the Redis key of the ids of events that are in the stream."""
    return f"{stream_key(conversation)}:seen"


def words_key(conversation: str) -> str:
    """Return the Redis key of the words that are shown before their message is finished."""
    return f"{stream_key(conversation)}:words"


@dataclass(frozen=True, slots=True)
class Added:
    """An event for a conversation's stream, and what it does to the words shown before it.

    Attributes:
        name: of the event as browsers get it.
        data: of the event, JSON-ready.
        ends: the turn that it ends: no words of that one are shown any more.
        speaker: who speaks from now on; where it is another, words that are shown are taken back.
    """

    name: str
    data: object
    ends: str | None = None
    speaker: Speaker = "same"


async def add(redis: "Redis", conversation: str, event_id: str, entry: Added) -> None:
    """Add an event to a conversation's stream, once per `event_id`, whatever is redelivered."""
    await redis.eval(  # pyright: ignore[reportUnknownMemberType,reportGeneralTypeIssues]
        _ADD_ONCE,
        4,
        stream_key(conversation),
        seen_key(conversation),
        ALL,
        words_key(conversation),
        event_id,
        entry.name,
        json.dumps(entry.data),
        str(KEPT),
        str(KEPT_SECONDS),
        conversation,
        entry.ends or "",
        entry.speaker,
        DELTA,
    )
