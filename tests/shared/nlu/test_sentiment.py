from collections.abc import Callable

import pytest

from shared.nlu.meaning import Understanding

Read = Callable[..., Understanding]


@pytest.mark.parametrize(
    "message",
    [
        "this is the worst service ever",
        "THIS IS TERRIBLE!!!",
        "you guys are thieves, I will sue you",
        "i am so angry right now",
        "your bot is fucking stupid",
        "😡",
        "vocês são uma vergonha",
        "que palhaçada, péssimo atendimento",
        "cansei de vocês, bando de ladrões",
        "estafa, quiero mi dinero",
        "pésimo servicio, son unos ladrones",
        "nunca más compro aquí",
    ],
)
def test_an_angry_shopper_is_below_the_line_for_a_person(read: Read, message: str) -> None:
    assert read(message).sentiment < 0.3


@pytest.mark.parametrize(
    "message",
    [
        "where is my order?",
        "I want blue shoes",
        "cadê meu pedido?",
        "quero tênis azul até 300 reais",
        "¿dónde está mi pedido?",
        "o mais barato",
        "do you ship to Canada?",
        "2",
    ],
)
def test_plain_business_is_neutral(read: Read, message: str) -> None:
    assert read(message).sentiment == 0.5


@pytest.mark.parametrize(
    "message", ["I love it, amazing!", "amei, perfeito!", "me encanta, excelente", "great thanks"]
)
def test_a_pleased_shopper_is_above(read: Read, message: str) -> None:
    assert read(message).sentiment > 0.7


def test_negation_turns_a_feeling(read: Read) -> None:
    assert read("not good").sentiment < 0.5 < read("no está mal", locale="es").sentiment


def test_shouting_makes_anger_worse(read: Read) -> None:
    assert read("TERRIBLE SERVICE").sentiment < read("terrible service").sentiment


def test_a_late_order_alone_calls_nobody(read: Read) -> None:
    assert 0.3 < read("my order is late").sentiment < 0.5
