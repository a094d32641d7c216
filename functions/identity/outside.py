"""What is kept of customers outside MongoDB: files in the object store, copies in Redis."""

import asyncio
from collections.abc import Iterable

from shared.chat_streams import seen_key, stream_key, words_key
from shared.clients import redis_client, s3_client
from shared.errors import DependencyError
from shared.sessions import session_key
from shared.settings import settings


async def delete_media(keys: Iterable[str]) -> None:
    """Delete files of shoppers; one that is gone is as good as deleted.

    Raises:
        DependencyError: the object store does not answer.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    for key in keys:
        try:
            await asyncio.to_thread(s3_client().delete_object, Bucket=settings().s3_bucket, Key=key)
        except (BotoCoreError, ClientError) as error:
            raise DependencyError("s3") from error


async def delete_sessions(session_ids: Iterable[str]) -> None:
    """Delete the copies of sessions.

    Raises:
        DependencyError: Redis does not answer.
    """
    await _delete([session_key(one) for one in session_ids])


async def delete_chats(conversations: Iterable[str]) -> None:
    """Delete the streams of conversations.

    Raises:
        DependencyError: Redis does not answer.
    """
    keys = (stream_key, seen_key, words_key)
    await _delete([key(one) for one in conversations for key in keys])


async def _delete(keys: list[str]) -> None:
    if not keys or not settings().redis_url:
        return
    from redis.exceptions import RedisError

    try:
        for key in keys:  # one by one: in a cluster they lie on different nodes
            await redis_client().delete(key)
    except (RedisError, OSError) as error:
        raise DependencyError("redis") from error
