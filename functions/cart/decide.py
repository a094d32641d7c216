"""What becomes of a cart when its customer asks for something."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from functions.cart import change_codes, change_lines
from functions.cart.change_lines import Change
from functions.cart.quote import deliverable, in_country, quote, refuse_quote
from functions.cart.shop import Shop
from functions.cart.state import CartState, open_cart
from functions.cart.view import View, look
from shared.events.carts import (
    CartAbandonmentDue,
    CartItemAdded,
    CartItemRemoved,
    CartRequested,
    CartUpdated,
)
from shared.function.decision import Decision, Emit
from shared.models.cart import Notice, Quote

ABANDONED_AFTER: Final = timedelta(hours=24)
TIMER: Final = "abandonment"


def decide(state: CartState | None, request: CartRequested, shop: Shop) -> Decision[CartState]:
    """Carry out a request, or refuse it; in both cases price the cart anew.

    Lines and codes that are gone for good leave the cart on the way, told once. The result is the
    `CartUpdated` for a caller who waits; a seller's turn gets it as an event.
    """
    before = state or open_cart(shop.brand.id, request.customer_id, shop.now)
    change = _change(before, request, shop)
    cleaned = _clean(change, shop)
    after = _renew(before, cleaned.state, request, shop)
    view = look(after, shop, request.language, cleaned.notices)
    refusal, offer = change.refusal, None
    if request.action == "quote" and refusal is None:
        refusal = refuse_quote(view)
        offer = None if refusal else _quote(after, view, request, shop)
    outcome = CartUpdated(
        reply_to=request.reply_to,
        action=request.action,
        changed=after.version != before.version,
        cart=view.cart,
        quote=offer,
        refusal=refusal,
    )
    asked = request.reply_to is not None
    return Decision(
        _unless_same(state, _as_shown(after, view)),
        emits=(
            *_facts(before, after, view, request),
            *((Emit(outcome, after.id),) if asked else ()),
            *abandonment(before, after),
        ),
        cancels=(TIMER,) if before.lines and not after.lines else (),
        result=None if asked else outcome.wire(),
    )


def abandonment(before: CartState, after: CartState) -> tuple[Emit, ...]:
    """Return the timer of a changed cart with lines; it replaces the one set before."""
    if after.version == before.version or not after.lines:
        return ()
    due = CartAbandonmentDue(cart_id=after.id, version=after.version)
    at = after.updated_at + ABANDONED_AFTER
    return (Emit(due, after.id, not_before=at, timer=TIMER),)


def _change(state: CartState, request: CartRequested, shop: Shop) -> Change:
    changes: dict[str, Callable[[CartState, CartRequested, Shop], Change]] = {
        "add": change_lines.add,
        "set_quantity": change_lines.set_quantity,
        "remove": change_lines.remove,
        "clear": change_lines.clear,
        "merge": change_lines.merge,
        "apply_code": change_codes.apply_code,
        "remove_code": change_codes.remove_code,
        "quote": _deliver,
    }
    carry_out = changes.get(request.action)
    return carry_out(state, request, shop) if carry_out else Change(state)


def _deliver(state: CartState, request: CartRequested, shop: Shop) -> Change:
    """Remember where and how to deliver; what the request leaves out is as last time."""
    options = shop.brand.policies.shipping.options
    only_one = options[0].id if len(options) == 1 else None
    delivery_id = request.delivery_id or state.delivery_id or only_one
    address = request.address or state.address
    address = in_country(address, shop) if address else None
    refusal = deliverable(address, delivery_id, shop)
    if refusal is not None and state.lines:
        return Change(state, refusal=refusal)
    if refusal is not None:
        return Change(state, refusal=Notice(code="empty"))
    return Change(state.model_copy(update={"address": address, "delivery_id": delivery_id}))


def _clean(change: Change, shop: Shop) -> Change:
    notices = list(change.notices)
    state = change.state
    for line in state.lines:
        if shop.offer(line.sku) is None:
            notices.append(Notice(code="product_gone", sku=line.sku, title=line.title))
            state = state.without(line.sku)
    codes = change_codes.drop_dead_codes(state, shop)
    return Change(codes.state, (*notices, *codes.notices), change.refusal)


def _renew(before: CartState, after: CartState, request: CartRequested, shop: Shop) -> CartState:
    """Count the change, if it is one."""
    if _content(before) == _content(after):
        return after
    return after.model_copy(
        update={
            "version": before.version + 1,
            "language": request.language,
            "updated_at": shop.now,
        }
    )


def _content(state: CartState) -> Sequence[object]:
    return [(line.sku, line.quantity) for line in state.lines], state.codes


def _as_shown(state: CartState, view: View) -> CartState:
    shown = {line.sku: line for line in view.cart.lines}
    lines = tuple(
        line.model_copy(
            update={"price": shown[line.sku].unit_price, "title": shown[line.sku].title}
        )
        for line in state.lines
    )
    return state.model_copy(update={"lines": lines})


def _quote(state: CartState, view: View, request: CartRequested, shop: Shop) -> Quote:
    option = shop.delivery(state.delivery_id)
    assert state.address is not None, "checked by _deliver"
    assert option is not None, "checked by _deliver"
    return quote(view, state.address, option, shop.now, request.language)


def _unless_same(state: CartState | None, after: CartState) -> CartState:
    """Return the very object that was stored when nothing about it changed: then nothing is."""
    return state if state is not None and state == after else after


def _facts(before: CartState, after: CartState, view: View, request: CartRequested) -> list[Emit]:
    who = {"customer_id": after.customer_id, "cart_id": after.id}
    facts: list[Emit] = []
    for item in view.cart.lines:
        old = before.line(item.sku)
        more = item.quantity - (old.quantity if old else 0)
        # Memory heard of merged lines when they were added to the other cart.
        if more > 0 and request.action != "merge":
            for_other = request.for_other
            added = CartItemAdded(**who, item=item, added=more, for_other=for_other)
            facts.append(Emit(added, after.id))
    for line in before.lines:
        if after.line(line.sku) is None:
            gone = CartItemRemoved(**who, sku=line.sku, quantity=line.quantity)
            facts.append(Emit(gone, after.id))
    return facts
