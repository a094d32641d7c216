from shared.nlu.context import Context, Pending, ShownProduct
from shared.nlu.intents import Intent
from shared.nlu.understanding import understand
from tests.support.shop import shipped_vocabulary

LIST = tuple(
    ShownProduct(product_id=f"p{n}", title=f"Trainer {n}", price_minor=4500, currency="USD")
    for n in range(1, 8)
)


def _asked_for_an_address(text: str) -> Intent:
    context = Context(
        brand="fashion", currency="USD", pending=Pending.ADDRESS, shown_products=LIST, has_cart=True
    )
    understood = understand(
        text,
        context=context,
        vocabulary=shipped_vocabulary("fashion"),
        locale_prior="en-US",
        action=None,
    )
    return understood.intent


def test_fifth_avenue_is_an_address_and_not_the_fifth_product() -> None:
    assert _asked_for_an_address("350 Fifth Avenue, New York, NY 10118") is Intent.GIVE_ADDRESS


def test_the_fifth_one_is_a_product_though_an_address_was_asked_for() -> None:
    assert _asked_for_an_address("the fifth one") is Intent.CHOOSE
