"""What is taken off a price, what a product is made of, and who may say so."""

import pytest

from shared.grounds.claims import unfounded
from shared.grounds.facts import Facts
from shared.grounds.goods import saving_of, share_of
from shared.models.money import Money

COTTON = Facts(cards={}, described=("20% cotton", "wool 80 %"))
PROMOTED = Facts(cards={}, texts=("20% off your first order.",))


def usd(minor: int) -> Money:
    return Money(amount_minor=minor, currency="USD")


@pytest.mark.parametrize("text", ["It is 20% cotton.", "80 % de lã.", "Es 80 por ciento lana."])
def test_what_a_text_about_a_product_says_is_told_as_that(text: str) -> None:
    assert unfounded(text, COTTON, "") == ()


@pytest.mark.parametrize(
    "text", ["You get 20% off.", "20% de desconto.", "Ahorra un 20%.", "Save 20 percent!"]
)
def test_a_share_is_no_discount(text: str) -> None:
    assert [one.kind for one in unfounded(text, COTTON, "")] == ["discount"]
    assert unfounded(text, PROMOTED, "") == ()


def test_a_discount_is_no_share() -> None:
    assert [one.kind for one in unfounded("20% cotton.", PROMOTED, "")] == ["percentage"]


def test_a_refusal_may_name_what_the_shopper_wished_for() -> None:
    assert unfounded("I can't offer you 50% off.", COTTON, "50% off?") == ()
    assert [one.kind for one in unfounded("I can't offer you 50% off.", COTTON, "")] == ["discount"]
    assert [one.kind for one in unfounded("Yes, 50% off.", COTTON, "50% off?")] == ["discount"]


def test_what_is_off_is_counted_from_prices() -> None:
    assert share_of(usd(14900), usd(12900)) == {1300, 1342}
    assert saving_of(usd(14900), usd(12900)) == {2000}
    assert share_of(usd(12900), usd(12900)) == share_of(None, usd(1)) == frozenset()
