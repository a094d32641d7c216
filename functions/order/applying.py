"""Applies a rule to a recorded order, with the audit entries that follow from it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from functions.order.outcome import OrderDecision
from functions.order.records import ORDERS
from functions.order.state import OrderState, received, refunded
from shared.audit import audit_entry
from shared.errors import InvalidEventError
from shared.events.event import Event
from shared.events.orders import OrderRefunded
from shared.events.payments import PaymentSucceeded, RefundRequested
from shared.function.decision import Insert
from shared.function.delivery import Delivery
from shared.function.ledger import Applied

Rule = Callable[[OrderState], OrderDecision]
MONEY: Final[tuple[type[Event], ...]] = (PaymentSucceeded, RefundRequested, OrderRefunded)
SYSTEM: Final = "system"


async def apply_rule(
    delivery: Delivery, key: str, rule: Rule, *, actor: str = SYSTEM, action: str = ""
) -> Applied[OrderState]:
    """Apply a rule to an order that exists.

    Args:
        delivery: the event or call.
        key: of the record.
        rule: what to decide.
        actor: who acts, for the audit.
        action: what a person does, for the audit; also names this step of the call.

    Raises:
        InvalidEventError: there is no such order.
    """

    def decided(state: OrderState | None) -> OrderDecision:
        if state is None:
            raise InvalidEventError("no such order")
        decision = rule(state)
        entries = audit_of(delivery, state, decision, actor, action)
        return replace(decision, inserts=(*decision.inserts, *entries))

    step = action if delivery.envelope is None else ""
    return await delivery.apply(ORDERS, key, decided, step=step)


def audit_of(
    delivery: Delivery, before: OrderState, decision: OrderDecision, actor: str, action: str
) -> tuple[Insert, ...]:
    """Return the entries for what people did and for money that moved."""
    after = decision.state
    if after is before:
        return ()
    actions = [action] if actor != SYSTEM and action else []
    actions += [one.event.type for one in decision.emits if isinstance(one.event, MONEY)]
    return tuple(
        audit_entry(
            delivery,
            who=actor,
            action=one,
            subject=before.number,
            before=_figures(before),
            after=_figures(after),
        )
        for one in dict.fromkeys(actions)
    )


def _figures(state: OrderState) -> dict[str, Any]:
    return {
        "status": state.status.value,
        "received": received(state).wire(),
        "refunded": refunded(state, settled_only=False).wire(),
        "flags": list(state.flags),
    }
