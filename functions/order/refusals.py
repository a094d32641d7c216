"""How a refusal reads over HTTP."""

from typing import Any, Final

from shared.errors import ProblemError
from shared.models.order import OrderStatus

DETAILS: Final = {
    "not_allowed_in_status": "The order's status does not allow it.",
    "too_late": "It is too late for that.",
    "needs_confirmation": "This cannot be undone: send it again with confirmed set to true.",
    "needs_person": "A person decides this. Ask for one in the chat.",
    "window_over": "The time for returns is over.",
    "nothing_to_pay": "The order is paid.",
    "unavailable": "This is not possible.",
    "quote_expired": "The offer is over. Ask for a new quote.",
    "quote_changed": "Prices changed. Ask for a new quote.",
    "sold_out": "There is not enough left. Ask for a new quote.",
    "code_refused": "A discount code cannot be used any more.",
    "invalid": "The quote does not hold. Ask for a new one.",
}


def body_of(result: dict[str, Any] | None) -> dict[str, Any]:
    """Return the order in a decision's result.

    Raises:
        ProblemError: 404 or 409 with `code`, if it was refused.
    """
    outcome = result or {"refusal": "not_found"}
    if "refusal" in outcome:
        raise refused(outcome["refusal"])
    order: dict[str, Any] = outcome["order"]
    if order["status"] == OrderStatus.REJECTED.value:
        raise refused(order.get("cancelReason", "invalid"))
    return order


def refused(code: str) -> ProblemError:
    """Return the problem that tells a refusal."""
    if code == "not_found":
        return ProblemError(404, "Not found", "There is no such order, or nothing of it to change.")
    return ProblemError(409, "Not possible", DETAILS.get(code, ""), {"code": code})
