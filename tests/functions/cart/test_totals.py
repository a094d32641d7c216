import pytest

from functions.cart.totals import add_up
from functions.cart.view import look
from shared.models.cart import Totals
from tests.functions.cart.making import asked, brand, code, filled, product, shop, taxed, usd


def totals(**amounts: int) -> Totals:
    return Totals(**{name: usd(amount) for name, amount in amounts.items()})


def test_an_empty_cart_costs_nothing() -> None:
    assert add_up((), 0, 2000, "USD") == totals(subtotal=0, discount=0, shipping=0, tax=0, total=0)


def test_tax_is_on_discounted_goods_and_delivery() -> None:
    sold = shop(product("bag", 10_005), codes=(code("TEN"),), of=taxed(825))
    state = filled(sold, {"bag": 1}).model_copy(update={"delivery_id": "express"})
    state, _ = asked(state, sold, "apply_code", code="ten")

    shown = look(state, sold, "en").cart.totals

    assert shown == totals(subtotal=10_005, discount=-1001, shipping=1500, tax=867, total=11_371)


@pytest.mark.parametrize(
    ("price", "delivery_id", "shipping"),
    [
        (9999, None, 0),
        (9999, "standard", 500),
        (10_000, "standard", 0),
        (10_000, "express", 1500),
        (9999, "by-owl", 0),
    ],
)
def test_delivery_is_free_from_the_options_own_bound(
    price: int, delivery_id: str | None, shipping: int
) -> None:
    sold = shop(product("bag", price))
    state = filled(sold, {"bag": 1}).model_copy(update={"delivery_id": delivery_id})

    assert look(state, sold, "en").cart.totals.shipping == usd(shipping)


def test_a_discount_below_the_bound_makes_delivery_cost_again() -> None:
    sold = shop(product("bag", 10_000), codes=(code("TEN"),))
    state = filled(sold, {"bag": 1}).model_copy(update={"delivery_id": "standard"})

    state, _ = asked(state, sold, "apply_code", code="TEN")

    assert look(state, sold, "en").cart.totals == totals(
        subtotal=10_000, discount=-1000, shipping=500, tax=0, total=9500
    )


def test_a_free_shipping_code_zeroes_delivery() -> None:
    sold = shop(product("bag", 1000), codes=(code("SHIP", "free_shipping"),))
    state = filled(sold, {"bag": 1}).model_copy(update={"delivery_id": "express"})

    state, _ = asked(state, sold, "apply_code", code="SHIP")

    assert look(state, sold, "en").cart.totals.shipping == usd(0)
    assert look(state, sold, "en").cart.totals.total == usd(1000)


def test_a_product_in_another_currency_is_not_sold() -> None:
    euros = product("bag", 1000)
    sold = shop(euros, of=brand(currency="EUR"))

    _, outcome = asked(None, sold, "add", sku="bag")

    assert outcome.refusal is not None
    assert outcome.refusal.code == "product_gone"
