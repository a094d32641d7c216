"""The append-only record of what admins, agents and money did."""

from collections.abc import Mapping
from typing import Final

from shared.function.decision import Insert
from shared.function.delivery import Delivery
from shared.function.seal import derived_id

AUDIT: Final = "audit"


def audit_entry(
    delivery: Delivery,
    *,
    actor: str,
    action: str,
    subject: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> Insert:
    """Return one entry: who did what to which thing, before and after.

    Its id follows from the cause, so that a repetition adds nothing.
    """
    document = {
        "_id": derived_id(delivery.origin.cause, "audit", action, subject),
        "at": delivery.now,
        "actor": actor,
        "action": action,
        "subject": subject,
        "brand": delivery.brand or None,
        "before": dict(before) if before is not None else None,
        "after": dict(after) if after is not None else None,
        "correlation_id": delivery.origin.correlation_id,
    }
    return Insert(AUDIT, document)
