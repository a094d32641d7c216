"""The append-only record of what admins and agents did: who, what, before, after, when."""

from typing import Any, Final

from shared.function.decision import Insert
from shared.function.delivery import Delivery
from shared.function.seal import derived_id

AUDIT: Final = "audit"


async def audit(
    delivery: Delivery,
    *,
    who: str,
    action: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Record an action, once per cause.

    Args:
        delivery: the call that made the change.
        who: the admin's or agent's name.
        action: `product.changed`, `stock.set`, …
        subject: id of what changed.
        before: what it was; None where it is new.
        after: what it is; None where it is gone.
    """
    entry = audit_entry(
        delivery, who=who, action=action, subject=subject, before=before, after=after
    )
    await delivery.store.insert(entry.collection, entry.document)


def audit_entry(
    delivery: Delivery,
    *,
    who: str,
    action: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Insert:
    """Return the same record for a decision to carry: it is inserted if the decision is kept."""
    document = {
        "_id": derived_id("audit", delivery.origin.cause, action, subject),
        "who": who,
        "action": action,
        "subject": subject,
        "brand": delivery.brand,
        "before": before,
        "after": after,
        "at": delivery.now,
        "correlation_id": delivery.origin.correlation_id,
    }
    return Insert(AUDIT, document)
