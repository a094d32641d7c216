"""A shopper's session: while active in Redis, for a day more in MongoDB."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from shared.models.wire import WireModel

IDLE_AFTER: Final = timedelta(minutes=30)
RESTORABLE_FOR: Final = timedelta(hours=24)


class SessionStatus(StrEnum):
    """Spec section 6: CREATED -> ACTIVE -> IDLE -> EXPIRED or ENDED."""

    CREATED = "created"
    ACTIVE = "active"
    IDLE = "idle"
    EXPIRED = "expired"
    ENDED = "ended"


class ConversationContext(WireModel):
    """Where the conversation stands."""

    conversation: str | None = None
    current_intent: str | None = None
    last_agent: str | None = None
    last_message: str | None = None
    """Id of the message, never its text."""
    pending_action: str | None = None


class ShoppingContext(WireModel):
    """Where the shopping stands."""

    cart_id: str | None = None
    viewed_products: tuple[str, ...] = ()
    searches: tuple[str, ...] = ()
    category: str | None = None


class Session(WireModel):
    """One session. `status` is as last written; `status_at` says what time made of it."""

    id: str
    customer_id: str
    channel: str
    brand: str | None = None
    status: SessionStatus = SessionStatus.CREATED
    created_at: datetime
    last_active_at: datetime
    conversation: ConversationContext = ConversationContext()
    shopping: ShoppingContext = ShoppingContext()


def status_at(session: Session, now: datetime) -> SessionStatus:
    """Return the status that inactivity leads to."""
    if session.status in {SessionStatus.ENDED, SessionStatus.EXPIRED}:
        return session.status
    silent = now - session.last_active_at
    if silent >= RESTORABLE_FOR:
        return SessionStatus.EXPIRED
    if silent >= IDLE_AFTER:
        return SessionStatus.IDLE
    return session.status


def touched(session: Session, now: datetime) -> Session | None:
    """Return the session after activity; None if it is over and a new one must begin."""
    if status_at(session, now) in {SessionStatus.ENDED, SessionStatus.EXPIRED}:
        return None
    return session.model_copy(
        update={
            "status": SessionStatus.ACTIVE,
            "last_active_at": max(now, session.last_active_at),
        }
    )
