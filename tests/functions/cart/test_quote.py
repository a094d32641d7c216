from datetime import timedelta

import pytest

from functions.cart.quote import quote_id
from functions.cart.state import CartState
from shared.models.cart import Address, Notice
from shared.models.product import Product
from tests.functions.cart.making import (
    HOME,
    NOW,
    SHOE,
    asked,
    code,
    filled,
    product,
    shop,
    taxed,
    usd,
)


def cart() -> CartState:
    return filled(shop(), {"bag": 1, "shoe": 1})


def test_a_quote_is_what_the_cart_shows_delivered_to_the_address() -> None:
    state, outcome = asked(cart(), shop(), "quote", address=HOME, delivery_id="standard")

    quote = outcome.quote
    assert quote is not None
    assert quote.lines == outcome.cart.lines
    assert quote.totals == outcome.cart.totals
    assert quote.totals.total == usd(2500 + 6000 + 500)
    assert quote.delivery.price == usd(500)
    assert quote.delivery.name == "Standard"
    assert quote.address == HOME
    assert quote.cart_version == state.version == 2
    assert quote.expires_at == NOW + timedelta(minutes=15)
    assert (state.address, state.delivery_id) == (HOME, "standard")


def test_the_same_offer_has_the_same_id_and_any_change_another() -> None:
    _, one = asked(cart(), shop(), "quote", address=HOME, delivery_id="standard")
    _, two = asked(cart(), shop(), "quote", address=HOME, delivery_id="standard")
    _, other = asked(cart(), shop(of=taxed(1)), "quote", address=HOME, delivery_id="standard")

    assert one.quote is not None
    assert two.quote is not None
    assert other.quote is not None
    assert one.quote.id == two.quote.id == quote_id(one.quote)
    assert other.quote.id != one.quote.id
    changed = one.quote.model_copy(update={"expires_at": NOW + timedelta(days=1)})
    assert quote_id(changed) != one.quote.id


def test_a_quote_survives_the_wire_under_its_id() -> None:
    _, outcome = asked(cart(), shop(), "quote", address=HOME, delivery_id="standard")

    assert outcome.quote is not None
    received = type(outcome.quote).model_validate(outcome.quote.wire())
    assert quote_id(received) == outcome.quote.id


def test_only_the_codes_that_count_are_in_the_quote() -> None:
    sold = shop(codes=(code("TEN", stackable=True), code("MIN", stackable=True)))
    state, _ = asked(filled(sold, {"bag": 1}), sold, "apply_code", code="TEN")
    state, _ = asked(state, sold, "apply_code", code="MIN")
    now_with_minimum = shop(
        codes=(code("TEN", stackable=True), code("MIN", stackable=True, minimum=usd(9999)))
    )

    _, outcome = asked(state, now_with_minimum, "quote", address=HOME, delivery_id="express")

    assert outcome.quote is not None
    assert outcome.quote.codes == ("TEN",)
    assert outcome.quote.totals.total == usd(2500 - 250 + 1500)


def test_what_is_left_out_is_as_in_the_last_quote() -> None:
    state, _ = asked(cart(), shop(), "quote", address=HOME, delivery_id="express")

    _, outcome = asked(state, shop(), "quote")

    assert outcome.quote is not None
    assert (outcome.quote.address, outcome.quote.delivery.id) == (HOME, "express")


def test_an_address_without_a_country_is_in_the_brands_first_one() -> None:
    there = Address(line1="1 Main St")

    _, outcome = asked(cart(), shop(), "quote", address=there, delivery_id="express")

    assert outcome.quote is not None
    assert outcome.quote.address.country == "US"


@pytest.mark.parametrize(
    ("address", "delivery_id", "refusal"),
    [
        (None, "standard", Notice(code="address_missing")),
        (
            HOME.model_copy(update={"country": "de"}),
            "standard",
            Notice(code="country_not_served", code_text="DE"),
        ),
        (HOME, "by-owl", Notice(code="delivery_unknown", code_text="by-owl")),
        (HOME, None, Notice(code="delivery_unknown")),
    ],
)
def test_where_and_how_the_brand_does_not_deliver_there_is_no_quote(
    address: Address | None, delivery_id: str | None, refusal: Notice
) -> None:
    state, outcome = asked(cart(), shop(), "quote", address=address, delivery_id=delivery_id)

    assert outcome.quote is None
    assert outcome.refusal == refusal
    assert (state.address, state.delivery_id) == (None, None)


def test_an_empty_cart_gets_no_quote() -> None:
    _, outcome = asked(None, shop(), "quote", address=HOME, delivery_id="standard")

    assert outcome.quote is None
    assert outcome.refusal == Notice(code="empty")


@pytest.mark.parametrize(
    ("bag", "refusal"),
    [
        (product("bag", 2500, stock=0), "sold_out"),
        (product("bag", 2500, deleted=True), "product_gone"),
    ],
)
def test_what_cannot_be_delivered_is_not_quoted(bag: Product, refusal: str) -> None:
    sold = shop(SHOE, bag)

    _, outcome = asked(cart(), sold, "quote", address=HOME, delivery_id="standard")

    assert outcome.quote is None
    assert outcome.refusal is not None
    assert outcome.refusal.code == refusal


def test_a_line_short_of_stock_is_not_quoted() -> None:
    state = filled(shop(), {"bag": 4})

    _, outcome = asked(
        state, shop(product("bag", 2500, stock=3)), "quote", address=HOME, delivery_id="standard"
    )

    assert outcome.quote is None
    assert outcome.refusal == Notice(code="stock_short", sku="bag", title="Bag", available=3)


def test_a_quote_at_a_new_price_tells_the_change() -> None:
    dearer = shop(product("bag", 2600), SHOE)

    _, outcome = asked(cart(), dearer, "quote", address=HOME, delivery_id="standard")

    assert outcome.quote is not None
    assert outcome.quote.totals.subtotal == usd(8600)
    assert [one.code for one in outcome.cart.notices] == ["price_changed"]
