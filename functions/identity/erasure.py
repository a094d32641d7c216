"""Erasing a customer, as a record that goes through its steps whatever is killed or doubled.

At once: nobody is known by the customer's identities any more. A minute later, when the last
answer is out, everything stored of them goes; an hour and a day later again, for what was still
on its way. As long as orders are under way it is done again every day, then it is over.
"""

from datetime import datetime, timedelta
from typing import Final, Literal

from shared.events.customers import CustomerEraseDue
from shared.events.orders import OrdersAnonymiseRequested
from shared.function.decision import Decision, Emit, Insert
from shared.function.ledger import RecordKind
from shared.models.wire import WireModel

AGAIN: Final = (timedelta(hours=1), timedelta(days=1))
"""When to erase what came late."""
FIRST: Final = timedelta(minutes=1)
BUSY: Final = timedelta(minutes=1)
ORDERS_EVERY: Final = timedelta(days=1)
LATE: Final = timedelta(minutes=5)
"""Who writes again is somebody new: what their number did later than this is not erased."""


class ErasureState(WireModel):
    """How far the erasure of one customer is.

    Nothing in it tells who they were once it is done.
    """

    customer_id: str
    asked_by: Literal["shopper", "admin"]
    asked_at: datetime
    status: Literal["erasing", "done"] = "erasing"
    names: tuple[str, ...] = ()
    """Numbers and ids they were known by; dropped at the end."""
    step: int = 0
    rounds: int = 0
    """How often everything was gone through."""
    orders_left: int = 0
    done_at: datetime | None = None

    @property
    def written_before(self) -> datetime:
        """Their numbers' traces until then are theirs."""
        return self.asked_at + LATE


class Swept(WireModel):
    """What one step of erasing left.

    Attributes:
        busy: something was in the middle of being said, or there is more than fits in one step.
        orders_left: orders that are not anonymised yet.
    """

    busy: bool = False
    orders_left: int = 0


ERASURES: Final = RecordKind("erasures", ErasureState)
Outcome = Decision[ErasureState | None]


def ask(
    state: ErasureState | None,
    asked: ErasureState,
    audited: Insert,
) -> Outcome:
    """Begin an erasure; one that was asked for before goes on as it is."""
    if state is not None:
        return Decision(state)
    return Decision(
        asked,
        emits=(_orders(asked), _due(asked, asked.asked_at + FIRST)),
        inserts=(audited,),
    )


def swept(state: ErasureState, step: int, left: Swept, now: datetime, audited: Insert) -> Outcome:
    """Go on after one step; `audited` is kept when it was the last one."""
    if state.status == "done" or state.step != step:
        return Decision(state)
    after = state.model_copy(update={"step": step + 1, "orders_left": left.orders_left})
    if left.busy:
        return Decision(after, emits=(_due(after, now + BUSY),))
    after = after.model_copy(update={"rounds": state.rounds + 1})
    if state.rounds < len(AGAIN):
        return Decision(after, emits=(_orders(after), _due(after, now + AGAIN[state.rounds])))
    if left.orders_left:
        return Decision(after, emits=(_orders(after), _due(after, now + ORDERS_EVERY)))
    done = after.model_copy(update={"status": "done", "names": (), "done_at": now})
    return Decision(done, inserts=(audited,))


def _orders(state: ErasureState) -> Emit:
    return Emit(OrdersAnonymiseRequested(customer_id=state.customer_id), state.customer_id)


def _due(state: ErasureState, at: datetime) -> Emit:
    event = CustomerEraseDue(customer_id=state.customer_id, step=state.step)
    return Emit(event, state.customer_id, not_before=at, timer="erase")
