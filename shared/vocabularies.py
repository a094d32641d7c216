"""The words a brand's shoppers use, from its file and its products; read anew now and then."""

import time
from collections.abc import Iterable
from functools import cache
from typing import Final

from shared.catalog_reads import PRODUCTS
from shared.errors import DependencyError
from shared.models.brand import Brand
from shared.models.product import Product
from shared.nlu.vocabulary import CategoryWords, Vocabulary
from shared.stores.store import Store

KEPT_SECONDS: Final = 300
_MOST_PRODUCTS: Final = 20_000


class Vocabularies:
    """Vocabularies by brand, read anew every few minutes: products come and go."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Vocabulary]] = {}

    async def of(self, brand: Brand, store: Store) -> Vocabulary:
        """Return the brand's vocabulary."""
        made_at, known = self._known.get(brand.id, (0.0, None))
        if known is not None and time.monotonic() - made_at < KEPT_SECONDS:
            return known
        try:
            documents = await store.find(PRODUCTS, {"brand": brand.id}, limit=_MOST_PRODUCTS)
        except DependencyError:
            documents = []
        products = [Product.model_validate(one["product"]) for one in documents]
        fresh = vocabulary_of(brand, products)
        self._known[brand.id] = (time.monotonic(), fresh)
        return fresh


@cache
def vocabularies() -> Vocabularies:
    """Return this process's vocabularies."""
    return Vocabularies()


def vocabulary_of(brand: Brand, products: Iterable[Product]) -> Vocabulary:
    """Return a brand's vocabulary; without products it still knows the categories."""
    sold = list(products)
    return Vocabulary(
        categories=tuple(
            CategoryWords(
                id=category.id,
                words={
                    language: (
                        category.name.get(language, ""),
                        *category.synonyms.get(language, ()),
                    )
                    for language in {*category.name, *category.synonyms}
                },
            )
            for category in brand.categories
        ),
        sizes=tuple(sorted(_values(sold, "size"))),
        manufacturers=tuple(sorted({one.manufacturer for one in sold if one.manufacturer})),
        titles=tuple(sorted({title for one in sold for title in one.title.values()})),
        traits=tuple(sorted({trait for one in sold for trait in _traits(one)})),
    )


def _values(products: list[Product], option: str) -> set[str]:
    return {
        value
        for product in products
        for one in product.options
        if one.name == option
        for value in one.values
    }


def _traits(product: Product) -> Iterable[str]:
    """Return what a product has: the words of its attributes, of yes and no the names, its tags."""
    yield from product.tags
    for name, value in product.attributes.items():
        yield name if isinstance(value, bool) else f"{value}"
