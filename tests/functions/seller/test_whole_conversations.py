"""Whole purchases by words alone, understanding included, in three languages."""

from dataclasses import dataclass

import pytest

from shared.events.orders import OrderConfirmed, OrderDelivered, OrderShipped
from shared.models.message import ActionStyle
from shared.models.order import OrderStatus, Shipment
from tests.functions.seller.goods import usd
from tests.functions.seller.shopper import Shopper


@dataclass(frozen=True)
class Script:
    """What is said at each station of a purchase, and a word each answer must have."""

    search: str
    second: str
    yes: str
    code: str
    three: str
    checkout: str
    express: str
    where: str
    total: str
    tracking: str


SCRIPTS = {
    "en": Script(
        search="I want blue running shoes under $150",
        second="the second one",
        yes="yes",
        code="use the code LUNA10",
        three="make it 3",
        checkout="checkout",
        express="express please",
        where="where is my order?",
        total="$255.25",
        tracking="tracking number",
    ),
    "pt": Script(
        search="Quero tênis de corrida azul até 150 dólares",
        second="o segundo",
        yes="sim",
        code="usa o cupom LUNA10",
        three="muda para 3",
        checkout="finalizar compra",
        express="expressa",
        where="cadê meu pedido?",
        total="$255,25",
        tracking="código de rastreio",
    ),
    "es": Script(
        search="busco zapatillas de correr azules por menos de 150 dólares",
        second="la segunda",
        yes="sí",
        code="usa el código LUNA10",
        three="cámbialo a 3",
        checkout="finalizar compra",
        express="exprés",
        where="¿dónde está mi pedido?",
        total="$255,25",
        tracking="número de guía",
    ),
}


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_shopper_buys_by_words_alone(language: str) -> None:  # noqa: PLR0915 (a whole purchase)
    script = SCRIPTS[language]
    shopper = Shopper()

    found = shopper.say(script.search)
    assert "1. Aero Glide" in found
    assert "2. Vela Sprint" in found
    assert "Marathon" not in found, "it costs more than the limit"
    assert shopper.dialogue.language == language
    assert shopper.ids() == ["pick:glide", "pick:sprint", "pick:trail"]

    asked = shopper.say(script.second)
    assert "Vela Sprint" in asked
    assert shopper.ids() == [f"opt:sprint:size:{size}" for size in ("40", "41", "42")]

    offered = shopper.say("42")
    assert "42" in offered
    assert shopper.ids()[0] == "add:SPRINT-BLU-42"

    shopper.say(script.yes)
    assert shopper.tools.lines == {"SPRINT-BLU-42": 1}

    shopper.say(script.code)
    assert shopper.tools.codes == ("LUNA10",)

    shopper.say(script.three)
    assert shopper.tools.lines == {"SPRINT-BLU-42": 3}

    shopper.say(script.checkout)
    assert shopper.answer.ask_location

    shopper.say("Rua Augusta 100, São Paulo, 01305-000")
    assert shopper.ids() == ["ship:standard", "ship:express"]
    assert shopper.dialogue.language == language, "an address changes no language"

    quoted = shopper.say(script.express)
    assert script.total in quoted
    assert "Ana Souza, Rua Augusta 100, 01305-000 São Paulo" in quoted
    assert shopper.dialogue.quote is not None

    placed = shopper.say(script.yes)
    assert "FA-100001" in placed
    assert "https://pay.test/1" in placed
    link = shopper.answer.actions[0]
    assert (link.style, link.url) == (ActionStyle.LINK, "https://pay.test/1")

    where = shopper.say(script.where)
    assert "FA-100001" in where
    assert shopper.ids() == ["pay:FA-100001", "cancel:FA-100001"]

    paid = shopper.tools.set_status("FA-100001", OrderStatus.CONFIRMED, paid=usd(25525))
    confirmed = shopper.hear(OrderConfirmed(customer_id="c1", order=paid))
    assert "FA-100001" in confirmed
    assert shopper.answer.template == "order_confirmed"
    assert shopper.answer.template_values == ("FA-100001", script.total)

    parcel = Shipment(carrier="DHL", tracking_number="JD01", tracking_url="https://dhl.test/JD01")
    sent = shopper.tools.set_status("FA-100001", OrderStatus.SHIPPED, shipments=(parcel,))
    shipped = shopper.hear(OrderShipped(customer_id="c1", order=sent))
    assert f"DHL, {script.tracking} JD01" in shipped
    assert shopper.answer.template_values == ("FA-100001", "DHL", "JD01")

    there = shopper.tools.set_status("FA-100001", OrderStatus.DELIVERED)
    shopper.hear(OrderDelivered(customer_id="c1", order=there))
    assert shopper.ids() == [f"rate:FA-100001:{stars}" for stars in (1, 2, 3, 4, 5)]

    shopper.say("5")
    assert shopper.reply.rating is not None
    assert (shopper.reply.rating.score, shopper.reply.rating.order_number) == (5, "FA-100001")


def test_a_shopper_buys_by_taps_alone() -> None:
    shopper = Shopper()

    shopper.say("hi")
    for action in (
        "cat", "cat:shoes", "pick:glide", "opt:glide:colour:black", "opt:glide:size:43", "add:",
        "checkout",
    ):  # fmt: skip
        shopper.tap(action)
    shopper.say("12 Main Street, Springfield 12345")
    shopper.tap("ship:standard")
    shopper.tap("confirm:")

    assert [order.line_items[0].sku for order in shopper.tools.orders] == ["GLIDE-BLA-43"]
    assert shopper.tools.orders[0].address.line1 == "12 Main Street"
    assert shopper.tools.orders[0].delivery.id == "standard"


def test_a_language_switch_midway_is_followed() -> None:
    shopper = Shopper()
    shopper.say("show me running shoes")

    said = shopper.say("agora quero ver bolsas")

    assert "Bolsa de Lona" in said
    assert shopper.dialogue.language == "pt"


def test_the_first_answer_introduces_the_seller_once() -> None:
    shopper = Shopper()

    first = shopper.say("show me bags")
    second = shopper.say("show me running shoes")

    assert "Luna" in first
    assert "Luna" not in second
