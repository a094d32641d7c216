"""Words of a seller that thinks, on their way to the web before the message is finished.

They are no part of the resumable stream: an open page hears them as they grow, one that opens later
is shown what there is now, and the finished message replaces them. Nothing depends on them.
"""

import json
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from shared.chat_streams import ALL, DELTA, KEPT_SECONDS, TELL, words_key
from shared.models.wire import WireModel

if TYPE_CHECKING:
    from redis.asyncio import Redis

_SHOW: Final = (
    TELL
    + """
local words, all = KEYS[1], KEYS[2]
local turn, epoch, data, seconds, key, taken_back = unpack(ARGV)
local held = redis.call('HGET', words, 'turn:' .. turn)
if held == 'over' or (held and tonumber(held) > tonumber(epoch)) then return 0 end
if redis.call('HGET', words, 'silent') then return 0 end
redis.call('HSET', words, 'turn:' .. turn, epoch, 'of', turn, 'now', data)
if taken_back == '1' then redis.call('HDEL', words, 'of', 'now') end
redis.call('EXPIRE', words, seconds)
tell(all, key, '', ARGV[7], data, seconds)
return 1
"""
)


class Words(WireModel):
    """What may be shown of an answer so far.

    The text is whole, not what came last: whoever missed the ones before has missed nothing.
    """

    turn_id: str
    epoch: int
    """Of the lease they were spoken under: those of an older one are not shown any more."""
    text: str = ""
    taken_back: bool = False
    """What was shown does not hold: another model starts the answer anew."""


async def show_words(redis: "Redis", conversation: str, words: Words) -> bool:
    """Show words, unless their turn is over, has a newer lease, or a person speaks.

    Returns:
        Whether they are shown.

    Raises:
        OSError: Redis does not answer.
    """
    from redis.exceptions import RedisError

    client: Any = redis
    try:
        shown: object = await client.eval(
            _SHOW,
            2,
            words_key(conversation),
            ALL,
            words.turn_id,
            str(words.epoch),
            json.dumps(words.wire()),
            str(KEPT_SECONDS),
            conversation,
            str(int(words.taken_back)),
            DELTA,
        )
    except RedisError as error:
        raise OSError(type(error).__name__) from error
    return shown == 1


async def words_now(redis: "Redis", conversation: str) -> Words | None:
    """Return what is shown now of an answer that is not finished."""
    client: Any = redis
    now: str | None = await client.hget(words_key(conversation), "now")
    try:
        return Words.model_validate_json(now) if now else None
    except ValidationError:  # of another release
        return None
