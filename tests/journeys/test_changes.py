"""What shoppers change their minds about, and what they ask on the way, in three languages."""

from dataclasses import dataclass

import pytest

from tests.journeys.heard import Heard
from tests.journeys.purchase import fill_cart, place, ship
from tests.journeys.rest import settle
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shop_run import ShopRun
from tests.journeys.shoppers import WhatsAppShopper
from tests.journeys.stock import stock_of
from tests.support.shop import shipped_brands

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@dataclass(frozen=True)
class Words:
    """What is said in one language.

    Attributes:
        questions: about what the shop promises, by topic.
    """

    brand: str
    remove: str
    empty: str
    cancel: str
    yes_cancel: str
    questions: dict[str, str]


WORDS = {
    "en": Words(
        brand="fashion",
        remove="remove it from my cart",
        empty="Browse",
        cancel="cancel my order",
        yes_cancel="Yes, cancel",
        questions={
            "returns": "can I return things?",
            "delivery": "how long does delivery take?",
            "payment": "how can I pay?",
        },
    ),
    "pt": Words(
        brand="tech",
        remove="tira isso do carrinho",
        empty="Ver categorias",
        cancel="quero cancelar meu pedido",
        yes_cancel="Sim, cancelar",
        questions={
            "returns": "posso devolver?",
            "delivery": "quanto tempo demora a entrega?",
            "payment": "quais formas de pagamento vocês aceitam?",
        },
    ),
    "es": Words(
        brand="home",
        remove="quítalo del carrito",
        empty="Ver categorías",
        cancel="quiero cancelar mi pedido",
        yes_cancel="Sí, cancelar",
        questions={
            "returns": "¿puedo devolver algo?",
            "delivery": "¿cuánto tarda el envío?",
            "payment": "¿qué formas de pago aceptan?",
        },
    ),
}
languages = pytest.mark.parametrize("language", WORDS)


def answers(heard: Heard, brand: str, topic: str, language: str) -> bool:
    """Tell whether what was heard is the brand's answer on a topic."""
    entries = [one for one in shipped_brands()[brand].faq if one.topic == topic]
    return any(one.answer[language] in heard.text for one in entries)


@languages
def test_a_line_is_removed_and_the_empty_cart_leads_on(shop: ShopRun, language: str) -> None:
    words = WORDS[language]
    shopper, script = WhatsAppShopper(shop, words.brand), SCRIPTS[words.brand]
    fill_cart(shopper, script)

    assert shopper.say(words.remove).choice(words.empty)

    assert "1 ×" not in shopper.say(script.cart).text


@languages
@pytest.mark.parametrize("topic", ["returns", "delivery", "payment"])
def test_questions_are_answered_in_the_brands_words(
    shop: ShopRun, language: str, topic: str
) -> None:
    words = WORDS[language]
    shopper = WhatsAppShopper(shop, words.brand)

    heard = shopper.say(words.questions[topic])

    assert answers(heard, words.brand, topic, language), heard


@languages
def test_a_paid_order_cancelled_before_it_leaves_is_refunded(shop: ShopRun, language: str) -> None:
    words = WORDS[language]
    shopper, script = WhatsAppShopper(shop, words.brand), SCRIPTS[words.brand]
    before = stock_of(shop, words.brand)
    number = place(shopper, script)
    shopper.pay()
    shopper.hear(number)

    asked = shopper.say(words.cancel)
    assert asked.has(number)
    assert shop.order(number)["status"] == "confirmed"
    assert shopper.tap(words.yes_cancel).has(number)

    settle(shop)
    order = shop.order(number)
    assert order["status"] == "cancelled"
    assert order["refunded"] == order["paid"] == order["totals"]["total"]
    assert stock_of(shop, words.brand) == before
    assert shopper.say(script.where).has(number)


@languages
def test_an_order_that_has_left_is_not_cancelled_but_comes_back(
    shop: ShopRun, language: str
) -> None:
    words = WORDS[language]
    shopper, script = WhatsAppShopper(shop, words.brand), SCRIPTS[words.brand]
    number = place(shopper, script)
    shopper.pay()
    shopper.hear(number)
    ship(shop, number)
    shopper.hear(number, "JD0001")

    asked = shopper.say(words.cancel)

    assert asked.has(number)
    settle(shop)
    order = shop.order(number)
    assert order["status"] == "shipped"
    assert order["refunded"]["amountMinor"] == 0
