"""The fields of the search index and how each language's words are cut."""

from functools import cache
from typing import Final

from tantivy import Filter, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

LANGUAGES: Final = {"en": "English", "pt": "Portuguese", "es": "Spanish"}
"""Our language code -> the stemmer's name."""

KEY, BRAND, ORDINAL = "key", "brand", "ordinal"
CATEGORY, MANUFACTURER, GENDER = "category", "manufacturer", "gender"
COLOUR, SIZE, TRAIT, PRICE, IN_STOCK = "colour", "size", "trait", "price", "in_stock"
POPULARITY, UPDATED, WORDS = "popularity", "updated", "words"

VARIANTS: Final = 1 << 16
"""`ordinal` = product's number * VARIANTS + variant's place, one number per document."""


@cache
def schema() -> Schema:
    """Return the fields. A document is a variant, so that filters meet in one thing to buy."""
    builder = SchemaBuilder()
    for name in (KEY, BRAND, CATEGORY, MANUFACTURER, GENDER, COLOUR, SIZE, TRAIT):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (ORDINAL, POPULARITY, UPDATED):
        builder.add_unsigned_field(name, fast=True)
    builder.add_integer_field(PRICE, indexed=True, fast=True)
    builder.add_boolean_field(IN_STOCK, indexed=True)
    builder.add_text_field(WORDS, tokenizer_name="folded", index_option="freq")
    for language in LANGUAGES:
        builder.add_text_field(title(language), tokenizer_name=language, index_option="freq")
        builder.add_text_field(body(language), tokenizer_name=language, index_option="freq")
        builder.add_text_field(kind(language), tokenizer_name=language, index_option="freq")
    return builder.build()


def title(language: str) -> str:
    """Return the field of titles in `language`."""
    return f"title_{language}"


def body(language: str) -> str:
    """Return the field of everything else that is written in `language`."""
    return f"body_{language}"


def kind(language: str) -> str:
    """Return the field of the categories' synonyms: true of the shelf, not of each product."""
    return f"kind_{language}"


@cache
def analyzers() -> dict[str, TextAnalyzer]:
    """Return the tokenizers by name.

    Text comes in folded and cut by `words`; accents go before the stem, so that a word typed
    without them meets the same stem.
    """
    stemmed = {
        code: TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.stemmer(name)).build()
        for code, name in LANGUAGES.items()
    }
    return {**stemmed, "folded": TextAnalyzerBuilder(Tokenizer.whitespace()).build()}


def stems(word: str) -> dict[str, str]:
    """Return the stem of a folded word in each language."""
    by_name = analyzers()
    return {code: next(iter(by_name[code].analyze(word)), word) for code in LANGUAGES}
