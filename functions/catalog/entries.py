"""What the index keeps of a product outside Tantivy: enough to group, rank and count hits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from functions.catalog.colours import canonical, colour_terms
from functions.catalog.words import term, words
from shared.models.brand import Category
from shared.models.product import Product, Variant

COLOUR_NAMES: Final = ("colour", "color", "shade")
"""Option or attribute names that are searched as colours."""
SIZE_NAMES: Final = ("size",)


@dataclass(frozen=True, slots=True)
class Offer:
    """One variant."""

    sku: str
    options: Mapping[str, str]
    price_minor: int
    in_stock: bool
    facets: frozenset[tuple[str, str]]
    """(field, value) of what it counts for, the product's own included."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One product."""

    brand: str
    id: str
    category: str
    path: tuple[str, ...]
    """The category and its parents, nearest first."""
    manufacturer: str
    gender: str | None
    tags: tuple[str, ...]
    popularity: int
    updated: float
    """Seconds since the epoch; 0 where unknown."""
    offers: tuple[Offer, ...]
    words: frozenset[str]
    """Its vocabulary, for mending typing errors."""
    traits: frozenset[str] = frozenset()
    """Words of its titles, maker, attributes, options and tags: what it can be liked for."""

    @property
    def key(self) -> str:
        """Its id in the store."""
        return f"{self.brand}|{self.id}"


def entry_of(product: Product, path: tuple[str, ...], vocabulary: frozenset[str]) -> Entry:
    """Return what is kept of a product whose category lies at `path`."""
    return Entry(
        brand=product.brand,
        id=product.id,
        category=product.category,
        path=path,
        manufacturer=product.manufacturer,
        gender=product.gender,
        tags=product.tags,
        popularity=product.popularity,
        updated=product.updated_at.timestamp() if product.updated_at else 0.0,
        offers=tuple(
            Offer(
                each.sku,
                each.options,
                each.price.amount_minor,
                each.stock > 0,
                frozenset(_facets(product, each)),
            )
            for each in product.variants
        ),
        words=vocabulary,
        traits=_trait_words(product),
    )


def _trait_words(product: Product) -> frozenset[str]:
    """What a description says is left out: "goes well with leather" is not of leather."""
    attributes = product.attributes.items()
    said = (
        *product.title.values(),
        product.manufacturer,
        *(
            name if value is True else str(value)
            for name, value in attributes
            if value is not False
        ),
        *(value for each in product.variants for value in each.options.values()),
        *product.tags,
    )
    return _shared(frozenset(words(" ".join(said))))


@lru_cache(maxsize=4096)
def _shared(traits: frozenset[str]) -> frozenset[str]:
    """Return one object for equal sets: many products differ in their pictures alone."""
    return traits


def category_path(categories: tuple[Category, ...], category: str) -> tuple[str, ...]:
    """Return a category's id and its parents', nearest first; a loop of parents is cut."""
    parents = {each.id: each.parent for each in categories}
    path: list[str] = []
    current: str | None = category
    while current and current not in path:
        path.append(current)
        current = parents.get(current)
    return tuple(path)


def colours_of(product: Product, variant: Variant) -> tuple[str, ...]:
    """Return every colour name a variant is found under."""
    values = _values(product, variant, COLOUR_NAMES)
    return tuple(dict.fromkeys(name for value in values for name in colour_terms(value)))


def sizes_of(product: Product, variant: Variant) -> tuple[str, ...]:
    """Return the sizes of a variant as they are compared."""
    return tuple(term(value) for value in _values(product, variant, SIZE_NAMES))


def traits_of(product: Product, variant: Variant) -> tuple[str, ...]:
    """Return `name=value` of every attribute and option; values of several words also by word."""
    traits: dict[str, None] = {}
    for name, value in (*product.attributes.items(), *variant.options.items()):
        traits[trait(name, value)] = None
        if isinstance(value, str):
            traits |= dict.fromkeys(trait(name, word) for word in value.split())
    return tuple(traits)


def trait(name: str, value: object) -> str:
    """Return an attribute with its value as one search term; "yes" said is `true` kept."""
    said = term(value)
    return f"{term(name).replace('_', '').replace('-', '')}={'true' if said == 'yes' else said}"


def _facets(product: Product, variant: Variant) -> Iterator[tuple[str, str]]:
    yield "category", product.category
    if product.manufacturer:
        yield "manufacturer", product.manufacturer
    if product.gender:
        yield "gender", product.gender
    for name, value in variant.options.items():
        is_colour = term(name) in COLOUR_NAMES
        yield ("colour", canonical(value)) if is_colour else (name, value)


def _values(product: Product, variant: Variant, names: tuple[str, ...]) -> list[str]:
    chosen = [value for name, value in variant.options.items() if term(name) in names]
    return chosen or [
        str(value) for name, value in product.attributes.items() if term(name) in names
    ]
