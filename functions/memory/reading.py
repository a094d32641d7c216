"""A conversation that fell silent is read by a model: whose turn it is to ask. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.memory.learn import empty
from functions.memory.noticing import notice
from functions.memory.state import MemoryState, Reading
from functions.memory.traits import Taste
from shared.events.customers import MemoryReadingDue
from shared.function.decision import Decision, Emit
from shared.llm.leasing import (
    LOADING,
    Lease,
    held,
    is_held,
    is_spent,
    look_at,
    may_postpone,
    may_take,
    postponed,
)

Outcome = Decision[MemoryState | None]


@dataclass(frozen=True, slots=True)
class Due:
    """A reading that is due.

    Attributes:
        event: says so.
        brand: whose memory it is for.
        channel: of the conversation.
        unread_before: what was known of this when the shopper's words were looked up.
    """

    event: MemoryReadingDue
    brand: str
    channel: str
    unread_before: datetime | None = None


def take(state: MemoryState | None, due: Due, now: datetime) -> Outcome:
    """Take the lease; the result tells the one delivery that has it.

    The event of the next epoch is the one that looks whether the holder of this one died.
    """
    known = state or empty(due.brand, due.event.customer_id, now)
    lease = _lease_for(known, due, now)
    if not may_take(lease, due.event.epoch, now):
        return Decision(state)
    if is_spent(lease) or known.unread_before != due.unread_before:
        return let_go(state, due)
    mine = held(lease, due.event.epoch, now)
    look = _event(due, due.event.epoch + 1, look_at(now))
    return Decision(_with(known, due, mine), emits=(look,), result={"epoch": mine.epoch})


def postpone(state: MemoryState | None, due: Due, now: datetime) -> Outcome:
    """Read later: the model's client still loads."""
    known = state or empty(due.brand, due.event.customer_id, now)
    lease = _lease_for(known, due, now)
    if not may_postpone(lease, due.event.epoch):
        return Decision(state)
    later = postponed(lease, lease.epoch + 1, now)
    if later is None:
        return let_go(state, due)
    emits = (_event(due, later.epoch, now + LOADING),)
    return Decision(_with(known, due, later), emits=emits)


def let_go(state: MemoryState | None, due: Due) -> Outcome:
    """Read no more: there is nothing to read, or nobody who could."""
    if state is None or _reading(state, due) is None:
        return Decision(state)
    return Decision(_with(state, due, None), cancels=(_timer(due),))


def write_down(
    state: MemoryState | None, due: Due, heard: Sequence[Taste], now: datetime
) -> Outcome:
    """Learn what was heard; what comes late, or after an erasure, is nobody's."""
    reading = _reading(state, due) if state else None
    if state is None or reading is None or not is_held(reading.lease, due.event.epoch):
        return Decision(state)
    learnt = notice(_with(state, due, None), heard, now)
    return Decision(learnt.state, emits=learnt.emits, cancels=(_timer(due),))


def _lease_for(state: MemoryState, due: Due, now: datetime) -> Lease:
    """Return the lease there is; a new one is of the event of the conversation's end alone."""
    reading = _reading(state, due)
    return reading.lease if reading else Lease(epoch=1, since=now)


def _reading(state: MemoryState, due: Due) -> Reading | None:
    return next(
        (one for one in state.readings if one.conversation_id == due.event.conversation_id), None
    )


def _with(state: MemoryState, due: Due, lease: Lease | None) -> MemoryState:
    conversation_id = due.event.conversation_id
    others = tuple(one for one in state.readings if one.conversation_id != conversation_id)
    own = (Reading(conversation_id=conversation_id, lease=lease),) if lease else ()
    return state.model_copy(update={"readings": (*others, *own)})


def _timer(due: Due) -> str:
    return f"reading|{due.event.conversation_id}"


def _event(due: Due, epoch: int, at: datetime) -> Emit:
    event = MemoryReadingDue(
        customer_id=due.event.customer_id,
        conversation=due.event.conversation,
        conversation_id=due.event.conversation_id,
        epoch=epoch,
    )
    return Emit(
        event,
        event.customer_id,
        brand=due.brand,
        channel=due.channel,
        not_before=at,
        timer=_timer(due),
        key=event.key,
    )
