"""The few words that the channel itself needs, where the answer gives none."""

from typing import Final

from shared.models.wire import Text, in_language

WORDS: Final[dict[str, Text]] = {
    "options": {"en": "Options", "pt": "Opções", "es": "Opciones"},
    "products": {"en": "Products", "pt": "Produtos", "es": "Productos"},
    "choose": {"en": "Please choose:", "pt": "Escolha:", "es": "Elige:"},
    "sold_out": {"en": "sold out", "pt": "esgotado", "es": "agotado"},
}


def word(key: str, language: str) -> str:
    """Return a word in a language such as `pt` or `pt-BR`."""
    return in_language(WORDS[key], language.partition("-")[0])
