from datetime import timedelta

from functions.cart.decide import decide
from functions.cart.state import CartState
from shared.events.carts import CartAbandonmentDue, CartItemAdded, CartItemRemoved, CartUpdated
from shared.events.event import ReplyTo
from shared.models.cart import LineItem, Notice
from tests.functions.cart.making import (
    BAG,
    NOW,
    SHOE,
    SOCK,
    asked,
    code,
    filled,
    product,
    request,
    shop,
    types,
    usd,
)


def quantities(lines: tuple[LineItem, ...]) -> dict[str, int]:
    return {line.sku: line.quantity for line in lines}


def shown(state: CartState) -> tuple[LineItem, ...]:
    _, outcome = asked(state, shop(), "show")
    return outcome.cart.lines


def test_showing_a_cart_that_is_not_there_shows_an_empty_one() -> None:
    state, outcome = asked(None, shop(), "show")

    assert outcome.cart.lines == ()
    assert outcome.cart.totals.total == usd(0)
    assert not outcome.changed
    assert state.id == "fashion|c1"
    assert state.version == 0


def test_an_added_sku_is_priced_from_the_catalog_in_the_shoppers_language() -> None:
    state, outcome = asked(None, shop(), "add", sku="bag", quantity=2, language="pt")

    (line,) = outcome.cart.lines
    assert line == LineItem(
        sku="bag",
        product_id="p-bag",
        title="Bag PT",
        quantity=2,
        unit_price=usd(2500),
        line_total=usd(5000),
        image_url="https://img.example/bag.jpg",
    )
    assert outcome.changed
    assert outcome.cart.version == state.version == 1


def test_adding_again_adds_to_the_line() -> None:
    state = filled(shop(), {"bag": 2})

    _, outcome = asked(state, shop(), "add", sku="bag")

    assert quantities(outcome.cart.lines) == {"bag": 3}


def test_adding_tells_memory_and_sets_the_timer() -> None:
    made = decide(None, request("add", sku="bag", quantity=2), shop())

    added, timer = made.emits
    assert isinstance(added.event, CartItemAdded)
    assert (added.event.item.sku, added.event.added) == ("bag", 2)
    assert timer.event == CartAbandonmentDue(cart_id="fashion|c1", version=1)
    assert timer.not_before == NOW + timedelta(hours=24)
    assert timer.timer == "abandonment"


def test_what_is_for_somebody_else_is_told_so() -> None:
    made = decide(None, request("add", sku="bag", for_other=True), shop())

    assert isinstance(made.emits[0].event, CartItemAdded)
    assert made.emits[0].event.for_other


def test_a_waiting_turn_is_answered_by_an_event() -> None:
    reply_to = ReplyTo(conversation="k", turn_id="t", call_id="1")

    made = decide(None, request("show", reply_to=reply_to), shop())

    (answer,) = made.emits
    assert isinstance(answer.event, CartUpdated)
    assert answer.event.reply_to == reply_to
    assert made.result is None


def test_more_than_the_stock_is_cut_to_it_and_told() -> None:
    _, outcome = asked(None, shop(product("bag", 100, stock=3)), "add", sku="bag", quantity=5)

    assert quantities(outcome.cart.lines) == {"bag": 3}
    assert outcome.cart.notices == (
        Notice(code="stock_short", sku="bag", title="Bag", available=3),
    )
    assert outcome.refusal is None


def test_adding_to_a_line_that_has_all_there_is_is_refused() -> None:
    sold = shop(product("bag", 100, stock=3))
    state = filled(sold, {"bag": 3})

    after, outcome = asked(state, sold, "add", sku="bag")

    assert outcome.refusal == Notice(code="stock_short", sku="bag", title="Bag", available=3)
    assert after == state


def test_a_line_holds_99_pieces_at_most() -> None:
    sold = shop(product("bag", 100, stock=500))

    _, outcome = asked(None, sold, "add", sku="bag", quantity=100)

    assert quantities(outcome.cart.lines) == {"bag": 99}
    assert [one.code for one in outcome.cart.notices] == ["quantity_limited"]


def test_a_cart_holds_50_lines_at_most() -> None:
    sold = shop(*(product(f"s{index}", 100) for index in range(51)))
    state = filled(sold, {f"s{index}": 1 for index in range(50)})

    after, outcome = asked(state, sold, "add", sku="s50")

    assert outcome.refusal is not None
    assert outcome.refusal.code == "cart_full"
    assert after == state


def test_what_is_sold_out_or_unknown_is_not_added() -> None:
    sold = shop(product("bag", 100, stock=0))

    _, out = asked(None, sold, "add", sku="bag")
    _, unknown = asked(None, sold, "add", sku="nope")
    _, nothing = asked(None, sold, "add")

    refusals = [one.refusal.code for one in (out, unknown, nothing) if one.refusal]
    assert refusals == ["sold_out", "product_gone", "product_gone"]
    assert not any(one.changed for one in (out, unknown, nothing))


def test_a_product_of_another_brand_is_not_added() -> None:
    _, outcome = asked(None, shop(product("tv", 100, brand="tech")), "add", sku="tv")

    assert outcome.refusal == Notice(code="product_gone", sku="tv")


def test_adding_less_than_one_piece_is_refused() -> None:
    _, outcome = asked(None, shop(), "add", sku="bag", quantity=-2)

    assert outcome.refusal is not None
    assert outcome.refusal.code == "quantity_limited"


def test_a_quantity_is_set_whatever_it_was() -> None:
    state = filled(shop(), {"bag": 5, "shoe": 1})

    made = decide(state, request("set_quantity", sku="bag", quantity=2), shop())

    assert [(line.sku, line.quantity) for line in made.state.lines] == [("bag", 2), ("shoe", 1)]
    assert types(made) == ["store.cart.abandonment.due"]


def test_setting_none_takes_the_line_out() -> None:
    state = filled(shop(), {"bag": 5})

    made = decide(state, request("set_quantity", sku="bag", quantity=0), shop())

    assert made.state.lines == ()
    assert [emit.event for emit in made.emits] == [
        CartItemRemoved(customer_id="c1", cart_id="fashion|c1", sku="bag", quantity=5)
    ]
    assert made.cancels == ("abandonment",)


def test_what_is_not_in_the_cart_is_not_changed_or_removed() -> None:
    state = filled(shop(), {"bag": 1})

    after_set, set_outcome = asked(state, shop(), "set_quantity", sku="shoe", quantity=2)
    after_remove, remove_outcome = asked(state, shop(), "remove", sku="shoe")

    expected = Notice(code="not_in_cart", sku="shoe")
    assert set_outcome.refusal == remove_outcome.refusal == expected
    assert after_set == after_remove == state


def test_a_line_is_removed_even_if_its_product_is_gone() -> None:
    state = filled(shop(), {"bag": 1, "shoe": 1})

    _, outcome = asked(state, shop(SHOE), "remove", sku="bag")

    assert outcome.refusal is None
    assert quantities(outcome.cart.lines) == {"shoe": 1}
    assert outcome.cart.notices == ()


def test_clearing_takes_out_lines_and_codes() -> None:
    sold = shop(codes=(code("TEN"),))
    state, _ = asked(filled(sold, {"bag": 1, "shoe": 1}), sold, "apply_code", code="TEN")

    made = decide(state, request("clear"), sold)

    assert (made.state.lines, made.state.codes) == ((), ())
    assert types(made) == ["store.cart.item.removed", "store.cart.item.removed"]


def test_a_price_that_changed_is_told_once_and_charged() -> None:
    state = filled(shop(), {"bag": 2})
    dearer = shop(product("bag", 2600))

    state, first = asked(state, dearer, "show")
    _, second = asked(state, dearer, "show")

    assert first.cart.notices == (
        Notice(code="price_changed", sku="bag", title="Bag", old=usd(2500), new=usd(2600)),
    )
    assert first.cart.totals.total == usd(5200)
    assert not first.changed
    assert second.cart.notices == ()


def test_a_line_that_ran_short_keeps_its_quantity_with_a_notice() -> None:
    state = filled(shop(), {"bag": 4, "shoe": 1})
    less = shop(product("bag", 2500, stock=3), product("shoe", 6000, stock=0))

    _, outcome = asked(state, less, "show")

    assert quantities(outcome.cart.lines) == {"bag": 4, "shoe": 1}
    assert [(one.code, one.available) for one in outcome.cart.notices] == [
        ("stock_short", 3),
        ("sold_out", 0),
    ]


def test_a_product_that_is_gone_leaves_the_cart_and_is_told_once() -> None:
    state = filled(shop(), {"bag": 1, "shoe": 1})
    fewer = shop(SHOE, product("bag", 2500, deleted=True))

    state, first = asked(state, fewer, "show")
    _, second = asked(state, fewer, "show")

    assert quantities(first.cart.lines) == {"shoe": 1}
    assert first.cart.notices == (Notice(code="product_gone", sku="bag", title="Bag"),)
    assert second.cart.notices == ()


def test_showing_what_did_not_change_is_the_very_same_state() -> None:
    state = filled(shop(), {"bag": 1})

    assert decide(state, request("show"), shop()).state is state


def test_the_lines_of_another_cart_come_in_once() -> None:
    state = filled(shop(), {"bag": 1})
    incoming = filled(shop(), {"bag": 2, "sock": 1})
    lines = shown(incoming)

    made = decide(state, request("merge", lines=lines, source_cart_id="x#1"), shop())
    again = decide(made.state, request("merge", lines=lines, source_cart_id="x#1"), shop())

    assert {line.sku: line.quantity for line in made.state.lines} == {"bag": 3, "sock": 1}
    assert types(made) == ["store.cart.abandonment.due"]
    assert again.state is made.state
    assert again.emits == ()


def test_merging_keeps_to_limits_and_stock_and_never_takes_away() -> None:
    plenty = shop(product("bag", 100, stock=9), BAG, SOCK)
    state = filled(shop(product("bag", 100, stock=5)), {"bag": 5})
    lines = shown(filled(plenty, {"bag": 5, "sock": 2}))
    few = shop(product("bag", 100, stock=3), product("sock", 100, stock=0))

    after, outcome = asked(state, few, "merge", lines=lines, source_cart_id="x#1")

    assert [(line.sku, line.quantity) for line in after.lines] == [("bag", 5)]
    assert {one.code for one in outcome.cart.notices} == {"stock_short", "sold_out"}
