"""What a request does to the lines of a cart."""

from dataclasses import dataclass

from functions.cart.shop import Offer, Shop
from functions.cart.state import CartLine, CartState
from shared.events.carts import CartRequested
from shared.models.cart import MAX_LINES, MAX_QUANTITY, LineItem, Notice
from shared.models.wire import in_language


@dataclass(frozen=True)
class Change:
    """A cart after a request: with what must be told, or refused and as it was."""

    state: CartState
    notices: tuple[Notice, ...] = ()
    refusal: Notice | None = None


def add(state: CartState, request: CartRequested, shop: Shop) -> Change:
    """Put pieces on top of those in the cart, one if no quantity is said."""
    line = state.line(request.sku)
    had = line.quantity if line else 0
    more = 1 if request.quantity is None else request.quantity
    if more < 1:
        return Change(state, refusal=Notice(code="quantity_limited", available=MAX_QUANTITY))
    change = _put(state, request.sku, had + more, shop, request.language)
    now_has = change.state.line(request.sku)
    if change.notices and now_has is not None and now_has.quantity <= had:
        return Change(state, refusal=change.notices[0])
    return change


def set_quantity(state: CartState, request: CartRequested, shop: Shop) -> Change:
    """Set how many pieces of a SKU are in the cart; none or fewer takes it out."""
    line = state.line(request.sku)
    if line is None:
        return Change(state, refusal=Notice(code="not_in_cart", sku=request.sku))
    quantity = 1 if request.quantity is None else request.quantity
    if quantity < 1:
        return Change(state.without(line.sku))
    return _put(state, line.sku, quantity, shop, request.language)


def remove(state: CartState, request: CartRequested, _shop: Shop) -> Change:
    """Take a SKU out of the cart."""
    line = state.line(request.sku)
    if line is None:
        return Change(state, refusal=Notice(code="not_in_cart", sku=request.sku))
    return Change(state.without(line.sku))


def clear(state: CartState, _request: CartRequested, _shop: Shop) -> Change:
    """Take everything out of the cart, codes too."""
    return Change(state.model_copy(update={"lines": (), "codes": ()}))


def merge(state: CartState, request: CartRequested, shop: Shop) -> Change:
    """Add the lines of another cart, once per cart; what cannot come in is told."""
    source = request.source_cart_id
    if source is not None and source in state.merged_sources:
        return Change(state)
    merged, notices = state, list[Notice]()
    for incoming in request.lines:
        merged, told = _take_in(merged, incoming, shop, request.language)
        notices += told
    if source is not None:
        merged = merged.model_copy(update={"merged_sources": (*merged.merged_sources, source)})
    if merged.lines != state.lines:
        notices.append(Notice(code="merged"))
    return Change(merged, tuple(notices))


def _take_in(
    state: CartState, incoming: LineItem, shop: Shop, language: str
) -> tuple[CartState, tuple[Notice, ...]]:
    line = state.line(incoming.sku)
    had = line.quantity if line else 0
    change = _put(state, incoming.sku, had + incoming.quantity, shop, language)
    told = change.notices if change.refusal is None else (change.refusal,)
    now_has = change.state.line(incoming.sku)
    if now_has is not None and now_has.quantity < had:
        return state, told
    return change.state, told


def _put(state: CartState, sku: str | None, wanted: int, shop: Shop, language: str) -> Change:
    """Set a SKU's quantity to `wanted`, or as near as limits and stock let it come."""
    offer = shop.offer(sku)
    line = state.line(sku)
    if offer is None:
        title = line.title if line else None
        return Change(state, refusal=Notice(code="product_gone", sku=sku, title=title))
    title = in_language(offer.product.title, language)
    if line is None and len(state.lines) >= MAX_LINES:
        return Change(state, refusal=Notice(code="cart_full", sku=sku, title=title))
    if not offer.variant.stock:
        return Change(state, refusal=Notice(code="sold_out", sku=sku, title=title, available=0))
    quantity = min(wanted, MAX_QUANTITY, offer.variant.stock)
    new = CartLine(
        sku=offer.variant.sku,
        product_id=offer.product.id,
        title=title,
        quantity=quantity,
        # A price that changed while the line waited is told, so the one last shown is kept.
        price=line.price if line else offer.variant.price,
    )
    return Change(state.with_line(new), _limited(offer, wanted, quantity, title))


def _limited(offer: Offer, wanted: int, quantity: int, title: str) -> tuple[Notice, ...]:
    if quantity >= wanted:
        return ()
    code = "stock_short" if quantity < MAX_QUANTITY else "quantity_limited"
    return (Notice(code=code, sku=offer.variant.sku, title=title, available=quantity),)
