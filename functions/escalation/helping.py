"""Help for an agent: what the rules know at once, and when a model is asked for better. Pure."""

from datetime import datetime, timedelta
from typing import Final

from shared.conversation.desk import Desk, DeskHelp, DeskLease
from shared.conversation.record import Outcome
from shared.conversation.state import ConversationState
from shared.errors import ProblemError
from shared.events.sales import SalesInsight, SalesSuggestionDue
from shared.function.decision import Decision, Emit
from shared.llm.leasing import (
    LOADING,
    held,
    is_held,
    is_open,
    is_spent,
    look_at,
    may_postpone,
    may_take,
    postponed,
)

ASK_AGAIN_AFTER: Final = timedelta(seconds=10)
MOST_ASKED: Final = 20
"""Times that agents may ask about one conversation."""
WITH_PEOPLE: Final = frozenset({"queued", "agent"})
TIMER: Final = "desk"


def begin(state: ConversationState, known: DeskHelp, now: datetime, *, thinks: bool) -> Outcome:
    """Show what the rules know of a conversation handed over; ask a model for more, if any."""
    if state.status not in WITH_PEOPLE:
        return Decision(state)
    before = state.desk or Desk(help=known)
    desk = before.model_copy(update={"help": known})
    return _due(state, desk, now) if thinks else Decision(_with(state, desk))


def ask_again(state: ConversationState, known: DeskHelp, now: datetime, *, thinks: bool) -> Outcome:
    """Let an agent ask for help with what was said since.

    Raises:
        ProblemError: 429, too often.
    """
    desk = state.desk
    if desk is None or not thinks:
        return begin(state, known, now, thinks=thinks)
    if is_thinking(desk, now) or (desk.help.by == "model" and desk.help.sequence == state.sequence):
        return Decision(state)
    if desk.asked >= MOST_ASKED or (desk.asked_at and now - desk.asked_at < ASK_AGAIN_AFTER):
        raise ProblemError(429, "Too many requests", "Suggestions were asked for a moment ago.")
    shown = known if desk.help.by == "rules" else desk.help
    changes = {"help": shown, "asked": desk.asked + 1, "asked_at": now}
    return _due(state, desk.model_copy(update=changes), now)


def is_thinking(desk: Desk, now: datetime) -> bool:
    """Tell whether a model may still bring something."""
    return desk.lease is not None and is_open(desk.lease, now)


def take(state: ConversationState, event: SalesSuggestionDue, now: datetime) -> Outcome:
    """Take the lease; the result tells the one delivery that has it.

    The event of the next epoch is the one that looks whether the holder of this one died.
    """
    desk, lease = state.desk, _lease_for(state, event)
    if desk is None or lease is None or not may_take(lease, event.epoch, now):
        return Decision(state)
    if is_spent(lease):
        return Decision(_with(state, desk.model_copy(update={"lease": None})))
    mine = held(lease, event.epoch, now)
    taken = _with(state, desk.model_copy(update={"lease": mine, "epochs": event.epoch + 1}))
    look = _event(taken, mine, epoch=event.epoch + 1, at=look_at(now))
    return Decision(taken, emits=(look,), result={"epoch": event.epoch})


def postpone(state: ConversationState, event: SalesSuggestionDue, now: datetime) -> Outcome:
    """Ask later: the model's client still loads."""
    desk, lease = state.desk, _lease_for(state, event)
    if desk is None or lease is None or not may_postpone(lease, event.epoch):
        return Decision(state)
    later = postponed(lease, desk.epochs + 1, now)
    if later is None:
        return Decision(_with(state, desk.model_copy(update={"lease": None})))
    after = desk.model_copy(update={"lease": later, "epochs": later.epoch})
    waits = _with(state, after)
    return Decision(waits, emits=(_event(waits, later, epoch=later.epoch, at=now + LOADING),))


def write_down(
    state: ConversationState, event: SalesSuggestionDue, better: DeskHelp | None
) -> Outcome:
    """Show what the model made of it; what comes late, or not at all, leaves the rules' words."""
    desk, lease = state.desk, _lease_for(state, event)
    if desk is None or lease is None or not is_held(lease, event.epoch):
        return Decision(state)
    update: dict[str, object] = {"lease": None}
    if better is not None:
        update["help"] = better
    after = _with(state, desk.model_copy(update=update))
    emits = _insight(state, better) if better else ()
    return Decision(after, emits=emits, cancels=(TIMER,))


def _insight(state: ConversationState, better: DeskHelp) -> tuple[Emit, ...]:
    if state.escalation_reason is None or better.reason is None:
        return ()
    insight = SalesInsight(
        kind="classified",
        conversation_id=state.conversation_id,
        reason=better.reason,
        by=better.by,
    )
    return (Emit(insight, state.conversation_id, brand=state.brand, channel=state.channel),)


def _lease_for(state: ConversationState, event: SalesSuggestionDue) -> DeskLease | None:
    is_this = state.conversation_id == event.conversation_id and state.status in WITH_PEOPLE
    return state.desk.lease if is_this and state.desk else None


def _due(state: ConversationState, desk: Desk, now: datetime) -> Outcome:
    lease = DeskLease(sequence=state.sequence, epoch=desk.epochs + 1, since=now)
    after = _with(state, desk.model_copy(update={"lease": lease, "epochs": lease.epoch}))
    return Decision(after, emits=(_event(after, lease, epoch=lease.epoch),))


def _with(state: ConversationState, desk: Desk) -> ConversationState:
    return state.model_copy(update={"desk": desk})


def _event(
    state: ConversationState, lease: DeskLease, *, epoch: int, at: datetime | None = None
) -> Emit:
    due = SalesSuggestionDue(
        conversation=state.key,
        conversation_id=state.conversation_id,
        sequence=lease.sequence,
        epoch=epoch,
    )
    return Emit(
        due,
        state.conversation_id,
        brand=state.brand,
        channel=state.channel,
        not_before=at,
        timer=TIMER if at else None,
        key=f"{state.conversation_id}|desk|{lease.sequence}|{epoch}",
    )
