from datetime import timedelta

from functions.cart.lifecycle import look_abandoned, take_ordered
from functions.cart.state import CartLine
from shared.events.carts import CartAbandoned, CartAbandonmentDue, CartOrdered
from shared.models.cart import LineItem
from tests.functions.cart.making import (
    NOW,
    SHOE,
    SOCK,
    asked,
    code,
    filled,
    shop,
    types,
    usd,
)

LATER = shop(now=NOW + timedelta(hours=24))


def ordered(number: str, **quantities: int) -> CartOrdered:
    lines = tuple(
        LineItem(
            sku=sku,
            product_id=f"p-{sku}",
            title=sku,
            quantity=quantity,
            unit_price=usd(1),
            line_total=usd(quantity),
        )
        for sku, quantity in quantities.items()
    )
    return CartOrdered(customer_id="c1", order_number=number, lines=lines)


def left(lines: tuple[CartLine, ...]) -> dict[str, int]:
    return {line.sku: line.quantity for line in lines}


def test_an_order_takes_its_pieces_and_codes_out_and_leaves_the_rest() -> None:
    sold = shop(codes=(code("TEN"),))
    state, _ = asked(filled(sold, {"bag": 3, "shoe": 1, "sock": 2}), sold, "apply_code", code="TEN")

    made = take_ordered(state, ordered("FA-000001", bag=2, shoe=1), LATER)

    assert left(made.state.lines) == {"bag": 1, "sock": 2}
    assert made.state.codes == ()
    assert types(made) == ["store.cart.abandonment.due"]


def test_an_order_takes_its_pieces_once() -> None:
    state = filled(shop(), {"bag": 3})

    once = take_ordered(state, ordered("FA-000001", bag=1), LATER)
    twice = take_ordered(once.state, ordered("FA-000001", bag=1), LATER)
    next_one = take_ordered(once.state, ordered("FA-000002", bag=9), LATER)

    assert twice.state is once.state
    assert twice.emits == ()
    assert next_one.state.lines == ()
    assert next_one.cancels == ("abandonment",)


def test_a_cart_untouched_for_a_day_is_told_as_abandoned() -> None:
    state = filled(shop(), {"bag": 1})

    made = look_abandoned(state, CartAbandonmentDue(cart_id=state.id, version=1), LATER)

    (emit,) = made.emits
    assert isinstance(emit.event, CartAbandoned)
    assert emit.event.last_changed_at == NOW
    assert emit.event.cart.totals.total == usd(2500)
    assert made.state is state


def test_only_the_newest_timer_counts() -> None:
    state = filled(shop(), {"bag": 1, "shoe": 1})

    made = look_abandoned(state, CartAbandonmentDue(cart_id=state.id, version=1), LATER)

    assert made.emits == ()


def test_an_empty_cart_is_never_abandoned() -> None:
    state, _ = asked(filled(shop(), {"bag": 1}), shop(), "clear")

    made = look_abandoned(state, CartAbandonmentDue(cart_id=state.id, version=state.version), LATER)

    assert made.emits == ()


def test_a_cart_of_which_nothing_is_sold_any_more_is_not_told() -> None:
    state = filled(shop(), {"bag": 1, "shoe": 1})
    due = CartAbandonmentDue(cart_id=state.id, version=state.version)

    without_bag = look_abandoned(state, due, shop(SHOE, now=LATER.now))
    without_both = look_abandoned(state, due, shop(SOCK, now=LATER.now))

    (emit,) = without_bag.emits
    assert isinstance(emit.event, CartAbandoned)
    assert [line.sku for line in emit.event.cart.lines] == ["shoe"]
    assert without_both.emits == ()


def test_an_order_of_what_is_no_longer_in_the_cart_leaves_the_rest() -> None:
    state = filled(shop(), {"bag": 1})

    made = take_ordered(state, ordered("FA-000001", shoe=1), LATER)

    assert left(made.state.lines) == {"bag": 1}
