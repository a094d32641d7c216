"""Which categories the words of a query name: «smart phone» is the shelf of smartphones."""

from collections.abc import Mapping, Sequence
from typing import Final

from functions.catalog.fields import stems
from functions.catalog.words import words
from shared.models.brand import Category

_LONGEST: Final = 4

Names = Mapping[tuple[str, ...], str]
"""Stems of a category's name or synonym -> the category's id."""


def category_names(categories: Sequence[Category]) -> dict[tuple[str, ...], str]:
    """Return every way to name a category; of two with the same name, the first listed wins."""
    found: dict[tuple[str, ...], str] = {}
    for category in categories:
        said = [*category.name.items()]
        said += [(code, each) for code, ways in category.synonyms.items() for each in ways]
        for language, name in said:
            found.setdefault(_stemmed(words(name), language), category.id)
    return found


def named_categories(
    spoken: Sequence[str], names: Names, languages: Sequence[str]
) -> tuple[str, ...]:
    """Return the categories named by consecutive words, written together or apart."""
    found: dict[str, None] = {}
    for length in range(min(_LONGEST, len(spoken)), 0, -1):
        for start in range(len(spoken) - length + 1):
            part = tuple(spoken[start : start + length])
            for language in languages:
                for way in (part, ("".join(part),)):
                    if category := names.get(_stemmed(way, language)):
                        found[category] = None
    return tuple(found)


def _stemmed(spoken: Sequence[str], language: str) -> tuple[str, ...]:
    return tuple(stems(word).get(language, word) for word in spoken)
