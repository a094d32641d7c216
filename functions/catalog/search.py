"""Find products: understand the words, filter, relax, rank, count."""

from dataclasses import dataclass

from functions.catalog import fields
from functions.catalog.facets import facets
from functions.catalog.index import CatalogIndex, Hit
from functions.catalog.naming import Names, category_names, named_categories
from functions.catalog.prices import in_brand_currency
from functions.catalog.query import (
    TEXT,
    Said,
    Words,
    build,
    order_field,
    relaxations,
    relaxed,
    words_to_try,
)
from functions.catalog.rank import ranked
from functions.catalog.tastes import Tastes
from functions.catalog.units import Alike, alike_words, corrected, units
from shared.events.products import Facet, Search
from shared.models.brand import Brand


@dataclass(frozen=True, slots=True)
class Found:
    """All products that match, best first; the caller shows a page of them."""

    hits: tuple[Hit, ...]
    applied: Search
    """What was really asked: prices in the brand's currency, without what was given up."""
    relaxed: tuple[str, ...] = ()
    corrected: str | None = None
    facets: tuple[Facet, ...] = ()
    tastes: Tastes | None = None
    """What the order went by beside the words."""

    @property
    def total(self) -> int:
        """How many products match."""
        return len(self.hits)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A brand as a search needs it."""

    brand: Brand
    alike: Alike
    names: Names


def shelf_of(brand: Brand) -> Shelf:
    """Return the brand prepared for searching."""
    return Shelf(brand, alike_words(brand.synonyms), category_names(brand.categories))


def find(
    index: CatalogIndex,
    shelf: Shelf,
    search: Search,
    *,
    language: str = "en",
    tastes: Tastes | None = None,
    relax: bool = True,
) -> Found:
    """Return the products for `search`, and what was given up to find any.

    Nothing is given up where `relax` is off: a list that is browsed by filters is exact.
    """
    asked, unknown = in_brand_currency(search, shelf.brand)
    said = _understood(index, shelf, asked.text, language)
    for given_up in relaxations(asked) if relax else ((),):
        narrowed = relaxed(asked, given_up)
        for wanted in words_to_try(narrowed, said.units, give_up=TEXT in given_up):
            query = build(shelf.brand.id, narrowed, said, wanted)
            has_words = wanted is not Words.NONE
            hits = index.hits(query, order_field(search, has_words=has_words))
            if hits:
                best = tuple(ranked(hits, narrowed, tastes))
                return Found(
                    hits=best,
                    relaxed=(*unknown, *given_up),
                    corrected=corrected(said.units) if has_words else None,
                    facets=facets(best),
                    applied=narrowed,
                    tastes=tastes,
                )
    return Found((), asked, relaxed=unknown)


def _understood(index: CatalogIndex, shelf: Shelf, text: str, language: str) -> Said:
    found = units(text, index.vocabulary(shelf.brand.id), shelf.alike)
    spoken = [word for unit in found for word in ((unit.mended,) if unit.mended else unit.words)]
    languages = dict.fromkeys((language, *fields.LANGUAGES))
    return Said(found, named_categories(spoken, shelf.names, tuple(languages)), language)
