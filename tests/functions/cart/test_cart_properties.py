from typing import Any, get_args

from hypothesis import given, settings, strategies as st

from functions.cart.codes import DiscountCode, KnownCode
from functions.cart.decide import decide
from functions.cart.shop import Shop
from functions.cart.state import CartState
from shared.events.carts import CartAction, CartRequested, CartUpdated
from shared.events.event import ReplyTo
from shared.models.cart import MAX_LINES, MAX_QUANTITY, Cart, LineItem
from tests.functions.cart.making import HOME, NOW, product, request, shop, taxed, told, usd

SKUS = ("a", "b", "c", "d")
CODES = ("P10", "P100", "FIX", "SHIP", "SHOES", "MIN", "ONCE")
amounts = st.integers(0, 500_000)


@st.composite
def shops(draw: st.DrawFn) -> Shop:
    products = [
        product(
            sku,
            draw(amounts),
            draw(st.integers(0, 120)),
            category=draw(st.sampled_from(["bags", "sneakers", "hats"])),
            deleted=draw(st.booleans()),
        )
        for sku in draw(st.lists(st.sampled_from(SKUS), unique=True, min_size=1))
    ]
    return shop(
        *products,
        codes=tuple(draw(st.lists(codes(), unique_by=lambda one: one.code.code))),
        of=taxed(draw(st.integers(0, 3000))),
    )


@st.composite
def codes(draw: st.DrawFn) -> KnownCode:
    fields: dict[str, Any] = {
        "code": draw(st.sampled_from(CODES)),
        "kind": draw(st.sampled_from(["percent", "fixed", "free_shipping"])),
        "basis_points": draw(st.integers(1, 10_000)),
        "amount": usd(draw(st.integers(1, 10**6))),
        "categories": draw(st.sampled_from([(), ("shoes",), ("bags",)])),
        "minimum": draw(st.none() | amounts.map(usd)),
        "limit_total": draw(st.none() | st.integers(1, 3)),
        "valid_until": draw(st.sampled_from([None, NOW])),
        "stackable": draw(st.booleans()),
        "active": draw(st.booleans()),
    }
    return KnownCode(code=DiscountCode.model_validate(fields), uses=draw(st.integers(0, 3)))


@st.composite
def lines(draw: st.DrawFn) -> tuple[LineItem, ...]:
    found: list[LineItem] = []
    for sku in draw(st.lists(st.sampled_from((*SKUS, "other")), max_size=6)):
        quantity = draw(st.integers(1, MAX_QUANTITY))
        found.append(
            LineItem(
                sku=sku,
                product_id=sku,
                title=sku,
                quantity=quantity,
                unit_price=usd(1),
                line_total=usd(quantity),
            )
        )
    return tuple(found)


def requests() -> st.SearchStrategy[CartRequested]:
    away = HOME.model_copy(update={"country": "XX"})
    return st.fixed_dictionaries(
        {
            "reply_to": st.none() | st.just(ReplyTo(conversation="k", turn_id="t", call_id="1")),
            "customer_id": st.just("c1"),
            "action": st.sampled_from(get_args(CartAction)),
            "language": st.sampled_from(["en", "pt", "xx"]),
            "sku": st.none() | st.sampled_from((*SKUS, "other")),
            "quantity": st.none() | st.integers(-5, 200),
            "code": st.none() | st.sampled_from((*CODES, "", "?")),
            "address": st.none() | st.sampled_from([HOME, away]),
            "delivery_id": st.none() | st.sampled_from(["standard", "express", "?"]),
            "lines": lines(),
            "source_cart_id": st.none() | st.sampled_from(["x#1", "y#1"]),
        }
    ).map(CartRequested.model_validate)


def told_by(state: CartState | None, asked: CartRequested, sold: Shop) -> CartUpdated:
    return told(decide(state, asked.model_copy(update={"reply_to": None}), sold))


def check_sums(cart: Cart) -> None:
    totals = cart.totals
    parts = (totals.subtotal, totals.discount, totals.shipping, totals.tax)
    assert totals.total.amount_minor == sum(one.amount_minor for one in parts)
    assert totals.subtotal.amount_minor == sum(line.line_total.amount_minor for line in cart.lines)
    off = [line.discount.amount_minor if line.discount else 0 for line in cart.lines]
    assert totals.discount.amount_minor == sum(off)
    for line, discount in zip(cart.lines, off, strict=True):
        assert line.line_total == line.unit_price.times(line.quantity)
        assert -line.line_total.amount_minor <= discount <= 0
    assert totals.total.amount_minor >= 0
    assert totals.shipping.amount_minor >= 0
    assert totals.tax.amount_minor >= 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(requests(), shops()), max_size=12))
def test_whatever_is_asked_in_whatever_shop_totals_add_up(
    story: list[tuple[CartRequested, Shop]],
) -> None:
    state: CartState | None = None
    for asked, sold in story:
        made = decide(state, asked, sold)
        outcome = told_by(state, asked, sold)

        check_sums(outcome.cart)
        assert len(made.state.lines) <= MAX_LINES
        assert all(1 <= line.quantity <= MAX_QUANTITY for line in made.state.lines)
        assert len({line.sku for line in made.state.lines}) == len(made.state.lines)
        assert made.state.version == outcome.cart.version
        assert outcome.changed == (made.state.version != (state.version if state else 0))
        if outcome.quote is not None:
            assert outcome.refusal is None
            assert outcome.quote.totals == outcome.cart.totals
        # What is stored is what comes back.
        state = CartState.model_validate(made.state.model_dump())
        assert state == made.state


@given(requests(), shops())
def test_showing_what_was_just_shown_changes_nothing(asked: CartRequested, sold: Shop) -> None:
    state = decide(None, asked, sold).state

    shown = decide(state, request("show", language=asked.language), sold)

    assert shown.state is state


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99))
def test_a_set_quantity_forgets_what_was_added(first: int, second: int, stock: int) -> None:
    sold = shop(product("a", 100, stock))
    state = decide(None, request("add", sku="a", quantity=first), sold).state

    state = decide(state, request("set_quantity", sku="a", quantity=second), sold).state

    assert [line.quantity for line in state.lines] == [min(second, stock)]
