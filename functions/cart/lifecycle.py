"""What becomes of a cart without its customer asking: ordered, abandoned."""

from functions.cart.decide import TIMER, abandonment
from functions.cart.shop import Shop
from functions.cart.state import CartState
from functions.cart.view import look
from shared.events.carts import (
    CartAbandoned,
    CartAbandonmentDue,
    CartOrdered,
)
from shared.function.decision import Decision, Emit


def take_ordered(state: CartState, event: CartOrdered, shop: Shop) -> Decision[CartState]:
    """Take out the pieces that an order took, once per order, and the codes with them.

    What the shopper added since the quote stays.
    """
    if event.order_number in state.ordered:
        return Decision(state)
    after = state
    for ordered in event.lines:
        line = after.line(ordered.sku)
        if line is None:
            continue
        rest = line.quantity - ordered.quantity
        after = (
            after.with_line(line.model_copy(update={"quantity": rest}))
            if rest > 0
            else after.without(line.sku)
        )
    after = after.model_copy(
        update={
            "codes": (),
            "ordered": (*state.ordered, event.order_number),
            "version": state.version + 1,
            "updated_at": shop.now,
        }
    )
    return Decision(after, emits=abandonment(state, after), cancels=() if after.lines else (TIMER,))


def look_abandoned(state: CartState, due: CartAbandonmentDue, shop: Shop) -> Decision[CartState]:
    """Tell that a cart was abandoned, if nothing changed in it since the timer was set."""
    if not state.lines or state.version != due.version:
        return Decision(state)
    view = look(state, shop, state.language)
    if not view.cart.lines:
        return Decision(state)
    abandoned = CartAbandoned(
        customer_id=state.customer_id, cart=view.cart, last_changed_at=state.updated_at
    )
    return Decision(state, emits=(Emit(abandoned, state.id),))
