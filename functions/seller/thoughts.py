"""A turn that needs a model: when it is asked, by whom, and when nobody asks it any more.

All pure. The event of a thought is handled once, by whoever takes its lease: a doubled one finds
itself handled, and the deadline of the turn looks after a holder that died.
"""

from datetime import datetime, timedelta
from typing import Final

from functions.seller.asking import deadline, look_again
from shared.conversation.record import Outcome
from shared.conversation.state import ConversationState
from shared.conversation.turn import Lease, Turn
from shared.events.chat import ChatThoughtDue
from shared.function.decision import Decision, Emit

LEASE: Final = timedelta(seconds=60)
"""More than all models of a request together may take (40 s)."""
SKEW: Final = timedelta(seconds=10)
"""How far the clocks of two pods may be apart."""
LONGEST_THINKING: Final = timedelta(seconds=90)
"""A turn older than this asks no model any more: the rules end it."""
EVENT_RETRIES: Final = 2
"""How often a thought that nobody took is told again; then the rules end the turn."""


def think_next(state: ConversationState, turn: Turn, now: datetime) -> Outcome:
    """Let a model be asked for the running turn's next thought, or give up on models."""
    if now - turn.started_at >= LONGEST_THINKING:
        return Decision(_with(state, turn.thought(None)))
    thinking = _with(state, turn.to_think())
    return Decision(thinking, emits=(_due(thinking), deadline(thinking, now)))


def take(state: ConversationState, event: ChatThoughtDue, now: datetime) -> Outcome:
    """Take the lease of a thought; the result tells the one delivery that has it."""
    turn, lease = state.active_turn, _open_lease(state, event.turn_id)
    if turn is None or lease is None or lease.epoch != event.epoch or lease.until is not None:
        return Decision(state)
    held = lease.model_copy(update={"until": now + LEASE})
    taken = _with(state, turn.model_copy(update={"lease": held}))
    return Decision(
        taken,
        emits=(look_again(taken, now + LEASE + SKEW),),
        result={"epoch": lease.epoch},
    )


def is_late(state: ConversationState, turn_id: str, epoch: int) -> bool:
    """Tell whether nobody waits any more for what was asked for under a lease."""
    lease = _open_lease(state, turn_id)
    return lease is None or lease.epoch != epoch


def looked_after(state: ConversationState, turn: Turn, now: datetime) -> Outcome:
    """Return what becomes of a thought when the deadline of its turn comes.

    One that nobody took is told again; one whose holder died is asked for anew, under another
    epoch; after too long the turn gives up on models. A holder that still may answer is left alone.
    """
    lease = turn.lease
    assert lease is not None, "only a turn that thinks is looked after here"
    if lease.until is not None:
        over = lease.until + SKEW
        if now < over:
            return Decision(state.model_copy(), emits=(look_again(state, over),))
        return think_next(state, turn, now)
    if state.turn_retries >= EVENT_RETRIES:
        return Decision(_with(state, turn.thought(None)))
    again = state.model_copy(update={"turn_retries": state.turn_retries + 1})
    return Decision(again, emits=(_due(again), deadline(again, now)))


def _open_lease(state: ConversationState, turn_id: str) -> Lease | None:
    turn = state.active_turn
    if turn is None or turn.turn_id != turn_id or not turn.is_thinking:
        return None
    return turn.lease


def _with(state: ConversationState, turn: Turn) -> ConversationState:
    return state.model_copy(update={"active_turn": turn})


def _due(state: ConversationState) -> Emit:
    """Return the event of the thought that is due; told again, it is the same event."""
    turn = state.active_turn
    assert turn is not None
    assert turn.lease is not None
    due = ChatThoughtDue(
        conversation=state.key,
        turn_id=turn.turn_id,
        number=turn.lease.number,
        epoch=turn.lease.epoch,
    )
    return Emit(
        due,
        state.conversation_id,
        brand=state.brand,
        channel=state.channel,
        key=f"{turn.turn_id}|thought|{turn.lease.epoch}",
    )
