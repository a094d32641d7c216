from datetime import timedelta

from functions.cart.decide import decide
from functions.cart.lifecycle import give_away, look_abandoned, take_ordered
from functions.cart.state import CartLine
from shared.events.carts import CartAbandoned, CartAbandonmentDue, CartOrdered, CartRequested
from shared.models.cart import LineItem
from tests.functions.cart.making import NOW, asked, code, filled, request, shop, types, usd

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


def test_a_cart_given_away_is_empty_and_its_lines_are_on_their_way() -> None:
    state = filled(shop(), {"bag": 2})

    made = give_away(state, "c2", LATER)

    assert made.state.lines == ()
    assert (made.state.status, made.state.merged_into) == ("merged", "c2")
    (emit,) = made.emits
    assert isinstance(emit.event, CartRequested)
    assert emit.event.action == "merge"
    assert emit.event.customer_id == "c2"
    assert emit.event.source_cart_id == "fashion|c1#1"
    assert left(filled(shop(), {"bag": 2}).lines) == {
        line.sku: line.quantity for line in emit.event.lines
    }


def test_an_empty_cart_gives_nothing_away() -> None:
    state, _ = asked(None, shop(), "show")

    assert give_away(state, "c2", LATER).state is state


def test_a_cart_used_again_after_it_was_given_away_is_given_away_again() -> None:
    first = give_away(filled(shop(), {"bag": 1}), "c2", LATER).state

    again = decide(first, request("add", sku="bag"), LATER).state
    second = give_away(again, "c2", LATER)

    assert (again.status, again.merged_into) == ("active", None)
    (emit,) = second.emits
    assert isinstance(emit.event, CartRequested)
    assert emit.event.source_cart_id == "fashion|c1#3"
