"""What becomes of a cart without its customer asking: ordered, abandoned, given away."""

from functions.cart.decide import ABANDONED_AFTER, Decision, Timer
from functions.cart.shop import Shop
from functions.cart.state import CartState
from functions.cart.view import look
from shared.events.carts import (
    CartAbandoned,
    CartAbandonmentDue,
    CartOrdered,
    CartRequested,
)


def take_ordered(state: CartState | None, event: CartOrdered, shop: Shop) -> Decision:
    """Take out the pieces that an order took, once per order, and the codes with them.

    What the shopper added since the quote stays.
    """
    if state is None or event.order_number in state.ordered:
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
    timers = _timer(after) if after.lines else ()
    return Decision(after, timers=timers)


def look_abandoned(state: CartState | None, due: CartAbandonmentDue, shop: Shop) -> Decision:
    """Tell that a cart was abandoned, if nothing changed in it since the timer was set."""
    if state is None or not state.lines or state.version != due.version:
        return Decision(state)
    view = look(state, shop, state.language)
    if not view.cart.lines:
        return Decision(state)
    abandoned = CartAbandoned(
        customer_id=state.customer_id, cart=view.cart, last_changed_at=state.updated_at
    )
    return Decision(state, events=(abandoned,))


def give_away(state: CartState | None, to_customer: str, shop: Shop) -> Decision:
    """Empty the cart of somebody who turned out to be `to_customer`, who gets the lines.

    The request it emits names this cart and its version, so that each filling comes in once,
    also if the old identity is used again and merged again.
    """
    if state is None or not state.lines or state.customer_id == to_customer:
        return Decision(state)
    request = CartRequested(
        customer_id=to_customer,
        action="merge",
        language=state.language,
        lines=tuple(line.item() for line in state.lines),
        source_cart_id=f"{state.id}#{state.version}",
    )
    emptied = state.model_copy(
        update={
            "lines": (),
            "codes": (),
            "status": "merged",
            "merged_into": to_customer,
            "version": state.version + 1,
            "updated_at": shop.now,
        }
    )
    return Decision(emptied, events=(request,))


def _timer(state: CartState) -> tuple[Timer, ...]:
    due = CartAbandonmentDue(cart_id=state.id, version=state.version)
    return (Timer(due, state.updated_at + ABANDONED_AFTER),)
