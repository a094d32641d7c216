"""Sessions where they live: Redis while active, MongoDB for a day, so that a flush loses none."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from shared.function.seal import derived_id
from shared.models.session import (
    IDLE_AFTER,
    RESTORABLE_FOR,
    ConversationContext,
    Session,
    SessionStatus,
    ShoppingContext,
    touched,
)
from shared.stores.store import Store

if TYPE_CHECKING:
    from redis.asyncio import Redis

SESSIONS: Final = "sessions"


def session_key(session_id: str) -> str:
    """Return the Redis key of a session."""
    return f"session:{session_id}"


async def load(store: Store, redis: "Redis", session_id: str) -> Session | None:
    """Return a session, from MongoDB where Redis has lost it or is down."""
    from redis.exceptions import RedisError

    try:
        cached: Any = await redis.get(session_key(session_id))
    except (RedisError, OSError):
        cached = None
    if cached is not None:
        return Session.model_validate_json(cached)
    document = await store.get(SESSIONS, session_id)
    return Session.model_validate(document["session"]) if document else None


async def save(store: Store, redis: "Redis", session: Session, now: datetime) -> None:
    """Keep a session in MongoDB, and in Redis for as long as it is active."""
    from redis.exceptions import RedisError

    await store.update(
        SESSIONS,
        {"_id": session.id},
        {
            "$set": {
                "session": session.model_dump(mode="python"),
                "customer_id": session.customer_id,
                "expires_at": now + RESTORABLE_FOR,
            }
        },
        upsert=True,
    )
    try:
        if session.status is SessionStatus.ENDED:
            await redis.delete(session_key(session.id))
        else:
            seconds = int(IDLE_AFTER.total_seconds())
            await redis.set(session_key(session.id), session.model_dump_json(), ex=seconds)
    except (RedisError, OSError):
        return


async def touch(  # noqa: PLR0913 - the two stores and the facts of one message
    store: Store,
    redis: "Redis",
    *,
    conversation: ConversationContext,
    shopping: ShoppingContext,
    customer_id: str,
    channel: str,
    brand: str,
    now: datetime,
) -> Session:
    """Note activity in the session of a conversation, beginning or restoring it."""
    session_id = derived_id("session", conversation.conversation)
    known = await load(store, redis, session_id)
    active = touched(known, now) if known else None
    if active is None:
        active = Session(
            id=session_id,
            customer_id=customer_id,
            channel=channel,
            brand=brand,
            status=SessionStatus.ACTIVE,
            created_at=now,
            last_active_at=now,
        )
    noted = active.model_copy(update={"conversation": conversation, "shopping": shopping})
    await save(store, redis, noted, now)
    return noted
