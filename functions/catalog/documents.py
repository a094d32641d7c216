"""From a product to what the index stores of it."""

from dataclasses import dataclass
from typing import Final

from functions.catalog import fields
from functions.catalog.colours import spoken_names
from functions.catalog.entries import (
    Entry,
    category_path,
    colours_of,
    entry_of,
    sizes_of,
    traits_of,
)
from functions.catalog.words import fold, term, words
from shared.models.brand import Category
from shared.models.product import Product, Variant
from shared.models.wire import Text

Document = dict[str, list[str | int | bool]]

MATCHES_ANY_GENDER: Final = "any"
_ADULTS: Final = ("women", "men", "unisex")
_SHORTEST_VOCABULARY_WORD: Final = 3
_PEOPLE: Final = {
    "women": {
        "en": "women ladies female",
        "pt": "feminino feminina mulher mulheres",
        "es": "mujer mujeres dama femenino",
    },
    "men": {
        "en": "men gentlemen male",
        "pt": "masculino masculina homem homens",
        "es": "hombre hombres caballero masculino",
    },
    "kids": {
        "en": "kids children child",
        "pt": "infantil criança crianças",
        "es": "niño niña niños infantil",
    },
}
"""Who a product is for, as shoppers say it."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A product as the index takes it: one document per variant, and what is kept aside."""

    entry: Entry
    documents: tuple[Document, ...]


def indexed(product: Product, categories: tuple[Category, ...]) -> Indexed:
    """Return what the index stores of `product`; `ordinal` is left for the index to fill in."""
    path = category_path(categories, product.category)
    titles = {code: words(text) for code, text in product.title.items() if code in fields.LANGUAGES}
    shelves = tuple(each for each in categories if each.id in path)
    bodies = {code: _body(product, shelves, code) for code in fields.LANGUAGES}
    kinds = {
        code: words(" ".join(said for each in shelves for said in each.synonyms.get(code, ())))
        for code in fields.LANGUAGES
    }
    names = words(product.manufacturer)
    colour_words = tuple(
        name
        for each in product.variants
        for colour in colours_of(product, each)
        for name in (colour, *spoken_names(colour))
    )
    vocabulary = frozenset(
        word
        for group in (*titles.values(), *bodies.values(), *kinds.values(), names, colour_words)
        for word in group
        if len(word) >= _SHORTEST_VOCABULARY_WORD and word.isalpha()
    )
    shared: Document = {
        fields.KEY: [f"{product.brand}|{product.id}"],
        fields.BRAND: [product.brand],
        fields.CATEGORY: list(path),
        fields.MANUFACTURER: [term(product.manufacturer)],
        fields.GENDER: list(_genders(product.gender)),
        fields.POPULARITY: [max(0, product.popularity)],
        fields.UPDATED: [int(product.updated_at.timestamp()) if product.updated_at else 0],
    }
    spoken: Document = {
        fields.WORDS: [" ".join((*names, *(w for title in titles.values() for w in title)))],
        **{fields.title(code): [" ".join((*title, *names))] for code, title in titles.items()},
        **{fields.kind(code): [" ".join(kind)] for code, kind in kinds.items()},
    }
    return Indexed(
        entry_of(product, path, vocabulary),
        tuple(shared | spoken | _own(product, each, bodies) for each in product.variants),
    )


def _own(product: Product, variant: Variant, bodies: dict[str, tuple[str, ...]]) -> Document:
    colours = colours_of(product, variant)
    option_words = [word for value in variant.options.values() for word in words(value)]
    colour_words = [name for colour in colours for name in spoken_names(colour)]
    extra = " ".join(dict.fromkeys((*option_words, *colour_words, *words(variant.sku))))
    return {
        fields.COLOUR: list(colours),
        fields.SIZE: list(sizes_of(product, variant)),
        fields.TRAIT: list(traits_of(product, variant)),
        fields.PRICE: [variant.price.amount_minor],
        fields.IN_STOCK: [variant.stock > 0],
        **{fields.body(code): [f"{' '.join(text)} {extra}"] for code, text in bodies.items()},
    }


def _body(product: Product, shelves: tuple[Category, ...], language: str) -> tuple[str, ...]:
    attributes = product.attributes.items()
    values = [str(value) for _, value in attributes if not isinstance(value, bool)]
    features = [name for name, value in attributes if value is True]
    names = [_said(each.name, language) for each in shelves]
    people = _PEOPLE.get(product.gender or "", {}).get(language, "")
    said = (_said(product.description, language), *values, *features, *product.tags, *names, people)
    return words(" ".join(said))


def _said(text: Text, language: str) -> str:
    return text.get(language, "")


def _genders(gender: str | None) -> tuple[str, ...]:
    if gender is None:
        return (MATCHES_ANY_GENDER,)
    return _ADULTS if fold(gender) == "unisex" else (fold(gender),)
