"""Colour words of three languages and the families shoppers mean by them."""

from functools import cache, lru_cache
from typing import Final

from functions.catalog.words import words

_NAMES: Final = {
    "black": "preto preta negro negra black",
    "white": "branco branca blanco blanca white",
    "grey": "cinza gris grey gray",
    "blue": "azul azuis azules blue",
    "red": "vermelho vermelha rojo roja red",
    "green": "verde verdes green",
    "yellow": "amarelo amarela amarillo amarilla yellow",
    "orange": "laranja naranja anaranjado orange",
    "pink": "rosa pink",
    "purple": "roxo roxa morado morada purple",
    "brown": "marrom marron cafe brown",
    "beige": "bege beige",
    "gold": "dourado dourada dorado dorada gold golden",
    "silver": "prateado prateada prata plateado plateada plata silver",
}
"""Canonical name -> what it is called in English, Portuguese and Spanish, folded."""

_FAMILIES: Final = {
    "blue": "navy marinho marino indigo cobalt denim teal turquoise turquesa azure sky celeste",
    "red": "burgundy crimson scarlet wine vinho vino bordo cherry ruby maroon",
    "green": "olive oliva emerald esmeralda mint menta sage khaki forest lime",
    "grey": "graphite grafite grafito charcoal slate anthracite",
    "black": "onyx ebony midnight jet",
    "white": "ivory cream creme crema marfim snow pearl offwhite",
    "pink": "rose blush fuchsia magenta coral salmon",
    "brown": "tan camel caramel caramelo chocolate walnut oak mocha cognac terracotta bronze",
    "beige": "sand areia arena nude oatmeal natural taupe",
    "purple": "lilac lavender lilas lila lavanda violet violeta plum",
    "yellow": "mustard mostarda mostaza lemon",
    "gold": "champagne brass",
    "silver": "chrome steel",
}
"""Canonical name -> shades that a shopper who names it also means."""


@lru_cache(maxsize=4096)
def canonical(colour: str) -> str:
    """Return the English name a colour is filtered by; an unknown one stays, folded."""
    spoken = words(colour)
    known = _by_word()
    return next((known[word] for word in spoken if word in known), " ".join(spoken))


def colour_terms(colour: str) -> tuple[str, ...]:
    """Return every name a product of this colour is found under: itself, its words, its family."""
    spoken = words(colour)
    known, shades = _by_word(), _by_shade()
    names = [" ".join(spoken), *spoken]
    names += [known[word] for word in spoken if word in known]
    if not any(word in known for word in spoken):
        names += [shades[word] for word in spoken if word in shades]
    return tuple(dict.fromkeys(names))


def spoken_names(colour: str) -> tuple[str, ...]:
    """Return the words of all languages for the families a colour belongs to."""
    families = [name for name in colour_terms(colour) if name in _NAMES]
    return tuple(word for name in families for word in _NAMES[name].split())


@cache
def _by_word() -> dict[str, str]:
    return {word: name for name, spoken in _NAMES.items() for word in spoken.split()}


@cache
def _by_shade() -> dict[str, str]:
    return {shade: name for name, shades in _FAMILIES.items() for shade in shades.split()}
