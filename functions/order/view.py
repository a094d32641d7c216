"""An order as shoppers, agents and admins see it."""

from functions.order.state import OrderState, received, refunded
from shared.models.order import OrderStatus, OrderView, ReturnView


def view(state: OrderState) -> OrderView:
    """Return what may be shown; an order whose stock is being held reads as pending payment."""
    attempt = state.live_attempt
    waiting = state.status is OrderStatus.PENDING_PAYMENT
    quote = state.quote
    return OrderView(
        number=state.number,
        brand=state.brand,
        customer_id=state.customer_id,
        status=OrderStatus.PENDING_PAYMENT
        if state.status is OrderStatus.RESERVING
        else state.status,
        line_items=quote.lines,
        codes=quote.codes,
        address=state.address,
        delivery=quote.delivery,
        totals=quote.totals,
        paid=received(state),
        refunded=refunded(state, settled_only=True),
        payment_url=attempt.url if attempt and waiting and attempt.status == "open" else None,
        payment_expires_at=state.payment_expires_at if waiting else None,
        shipments=state.shipments,
        returns=tuple(
            ReturnView(id=one.id, skus=one.skus, status=one.status) for one in state.returns
        ),
        cancel_reason=state.cancel_reason or state.reject_reason,
        placed_at=state.placed_at,
        updated_at=state.updated_at,
    )
