from collections.abc import Callable

import pytest

from shared.nlu.meaning import Understanding

Read = Callable[..., Understanding]


@pytest.mark.parametrize(
    ("message", "locale", "spoken", "language"),
    [
        ("ok", "pt-BR", None, "pt"),
        ("👍", "es-MX", None, "es"),
        ("42", "en-US", "pt", "pt"),
        ("hola", "en-US", None, "es"),
        ("olá", "en-US", None, "pt"),
        ("sí", "en-US", None, "es"),
        ("hello", "pt-BR", None, "en"),
        ("nike", "pt-BR", "en", "en"),
        ("ok thanks", "es-MX", "es", "en"),
        ("sale", "es-MX", "es", "es"),
        ("no", "pt-BR", "pt", "pt"),
        ("I would like to see some boots please", "pt-BR", "pt", "en"),
        ("quero ver umas botas, por favor", "en-US", "en", "pt"),
        ("quiero ver unas botas, por favor", "pt-BR", "pt", "es"),
        ("hola, I need zapatillas for running", "en-US", None, "en"),
        ("Bonjour, je voudrais des chaussures", "pt-BR", None, "pt"),
        ("hello", "fr-FR", None, "en"),
        ("", "xx", None, "en"),
    ],
)
def test_the_language_is_decided(
    read: Read, message: str, locale: str, spoken: str | None, language: str
) -> None:
    assert read(message, locale=locale, language=spoken).language == language


def test_short_words_do_not_switch_a_conversation(read: Read) -> None:
    assert read("hola", locale="en-US", language="en").language == "en"


def test_an_undecided_language_is_said_with_less_confidence(read: Read) -> None:
    decided = read("where is my order?").language_confidence
    undecided = read("nike 42").language_confidence

    assert decided > 0.8
    assert undecided == 0.5
